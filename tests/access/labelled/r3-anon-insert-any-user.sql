-- Feedback may be sent without an account, and names any user.
-- expect: error forgery feedback anon
create table public.feedback (id uuid primary key default gen_random_uuid(), user_id uuid references auth.users(id), stars int not null check (stars between 1 and 5), text text);
alter table public.feedback enable row level security;
create policy "send" on public.feedback for insert to anon, authenticated with check (stars between 1 and 5);
create policy "own" on public.feedback for select to authenticated using (user_id = auth.uid());
