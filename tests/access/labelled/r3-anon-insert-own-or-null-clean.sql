-- The same, bound.
-- clean
create table public.feedback (id uuid primary key default gen_random_uuid(), user_id uuid references auth.users(id), stars int not null check (stars between 1 and 5), text text);
alter table public.feedback enable row level security;
create policy "send" on public.feedback for insert to anon, authenticated with check (user_id is not distinct from auth.uid());
create policy "own" on public.feedback for select to authenticated using (user_id = auth.uid());
