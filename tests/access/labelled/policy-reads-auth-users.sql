-- A policy reads auth.users, which authenticated may not.
-- expect: error error members authenticated
create table members (
  id uuid primary key default gen_random_uuid(),
  email text not null unique,
  full_name text,
  invited_by uuid references auth.users
);
alter table members enable row level security;
create policy "own row by e-mail" on members for select to authenticated
  using (email = (select email from auth.users where id = auth.uid()));
create policy "own row edit" on members for update to authenticated
  using (email = (select email from auth.users where id = auth.uid()));
