-- An INSERT policy that counts the table's own rows: no recursion, since the policy for reading has no sub-select.
-- clean

create table public.alarms (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users (id),
  rings_at time not null
);
alter table public.alarms enable row level security;
create policy "own alarms" on public.alarms for select to authenticated using (user_id = auth.uid());
create policy "at most five" on public.alarms for insert to authenticated
  with check (user_id = auth.uid()
    and (select count(*) from public.alarms a where a.user_id = auth.uid()) < 5);
create policy "move" on public.alarms for update to authenticated
  using (user_id = auth.uid()) with check (user_id = auth.uid());
create policy "drop" on public.alarms for delete to authenticated using (user_id = auth.uid());
