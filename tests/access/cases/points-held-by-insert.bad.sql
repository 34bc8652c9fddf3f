-- A new card has no points, and its owner sets them by UPDATE.
-- expect: warning update-frees-what-is-held points
create table public.cards (id uuid primary key default gen_random_uuid(), user_id uuid not null references auth.users(id), nickname text, points int not null default 0);
alter table public.cards enable row level security;
create policy a on public.cards for select to authenticated using (user_id = auth.uid());
create policy b on public.cards for insert to authenticated with check (user_id = auth.uid() and points = 0);
create policy c on public.cards for update to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
