-- platform: postgres
-- Forced row security with a policy for the owner, and a function that says no more than whether a name is taken.
-- clean

create role r10f_owner;
create role r10f_web;
grant r10f_owner to current_user;
grant create, usage on schema public to r10f_owner;
set role r10f_owner;
create table users (
  id uuid primary key default gen_random_uuid(),
  tenant_id int not null,
  email text not null unique,
  password_hash text not null
);
create table orders (
  id uuid primary key default gen_random_uuid(),
  tenant_id int not null,
  total numeric(10, 2) not null
);
alter table users enable row level security;
alter table users force row level security;
alter table orders enable row level security;
alter table orders force row level security;
create policy tenant_users on users for all to r10f_web
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int);
create policy tenant_orders on orders for all to r10f_web
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int);
create policy owner_looks_up on users for select to r10f_owner using (true);
create function email_taken(p_email text) returns boolean language sql stable security definer set search_path = pg_catalog as
  $$ select exists (select 1 from public.users u where u.email = p_email) $$;
grant select, insert, update, delete on users, orders to r10f_web;
reset role;
