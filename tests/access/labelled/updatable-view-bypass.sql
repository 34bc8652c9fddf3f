-- A simple definer view is updatable: everybody may change others' rows through it.
-- expect: error bypass|tampering my_profile anon|authenticated
create table profiles (
  id uuid primary key references auth.users on delete cascade,
  nickname text,
  email text,
  marketing_opt_in boolean not null default false
);
alter table profiles enable row level security;
create policy "own" on profiles for select to authenticated using (id = auth.uid());
create policy "own edit" on profiles for update to authenticated using (id = auth.uid()) with check (id = auth.uid());
create view my_profile as select id, nickname, email, marketing_opt_in from profiles;
