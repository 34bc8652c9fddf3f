-- find_user_by_email() hands anyone the private profile of whoever has the address. Admin flag: the column REVOKE is a no-op.
-- expect: error bypass find_user_by_email|user_profiles anon
-- expect: error escalation user_profiles authenticated
-- also: escalation|bypass|tampering user_profiles|audit_entries|find_user_by_email
create table user_profiles (
  id uuid primary key references auth.users(id) on delete cascade,
  email text not null unique,
  phone text,
  date_of_birth date,
  is_admin boolean not null default false
);
create table audit_entries (
  id bigserial primary key,
  actor uuid references user_profiles(id),
  action text not null,
  at timestamptz not null default now()
);
alter table user_profiles enable row level security;
alter table audit_entries enable row level security;
create policy "self" on user_profiles for select to authenticated using (id = auth.uid());
create policy "self update" on user_profiles for update to authenticated using (id = auth.uid()) with check (id = auth.uid());
-- nobody makes himself an admin
revoke update (is_admin) on user_profiles from authenticated;
create policy "admins read audit" on audit_entries for select to authenticated
  using (exists (select 1 from user_profiles p where p.id = auth.uid() and p.is_admin));

create function find_user_by_email(p_email text) returns setof user_profiles
language sql stable security definer set search_path = public as $$ select * from user_profiles where lower(email) = lower(p_email) $$;
