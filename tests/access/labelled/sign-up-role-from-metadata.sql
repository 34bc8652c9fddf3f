-- handle_new_user takes the role from raw_user_meta_data, which the person who signs up writes.
-- expect: error escalation handle_new_user|profiles|users anon|authenticated
-- also: escalation|bypass leads
create type user_role as enum ('admin', 'agent', 'client');
create table profiles (
  id uuid primary key references auth.users on delete cascade,
  email text,
  role user_role not null default 'client'
);
create table leads (
  id uuid primary key default gen_random_uuid(),
  assigned_to uuid references profiles(id),
  name text not null,
  phone text
);
create or replace function handle_new_user() returns trigger language plpgsql security definer set search_path = public as $$
begin
  insert into public.profiles (id, email, role)
  values (new.id, new.email, coalesce((new.raw_user_meta_data ->> 'role')::user_role, 'client'));
  return new;
end $$;
create trigger on_auth_user_created after insert on auth.users for each row execute procedure handle_new_user();
create function current_role_is(r user_role) returns boolean language sql stable security definer set search_path = public as
$$ select exists (select 1 from profiles where id = auth.uid() and role = r) $$;
alter table profiles enable row level security;
alter table leads enable row level security;
create policy "own profile" on profiles for select to authenticated using (id = auth.uid());
create policy "agents and admins" on leads for select to authenticated using (assigned_to = auth.uid() or current_role_is('admin'));
create policy "admins assign" on leads for all to authenticated using (current_role_is('admin')) with check (current_role_is('admin'));
