-- A definer view that filters by auth.uid() itself, read-only to the API.
-- clean
create table profiles (
  id uuid primary key references auth.users on delete cascade,
  nickname text,
  email text
);
alter table profiles enable row level security;
create policy "own" on profiles for select to authenticated using (id = auth.uid());
create policy "own edit" on profiles for update to authenticated using (id = auth.uid()) with check (id = auth.uid());
create view my_profile with (security_barrier) as select id, nickname, email from profiles where id = auth.uid();
revoke insert, update, delete on my_profile from anon, authenticated;
