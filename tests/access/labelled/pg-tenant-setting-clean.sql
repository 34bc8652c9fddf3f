-- platform: postgres
-- Tenancy by app.tenant_id, one application role.
-- clean
create role app_user_92 nologin;
create table tenants (id uuid primary key default gen_random_uuid(), name text not null);
create table users (id uuid primary key default gen_random_uuid(), tenant_id uuid not null references tenants(id), email text not null unique);
create table projects (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references tenants(id) default current_setting('app.tenant_id', true)::uuid,
  name text not null,
  archived boolean not null default false
);
alter table tenants enable row level security;
alter table users enable row level security;
alter table projects enable row level security;
create policy tenant_isolation on tenants for select to app_user_92 using (id = current_setting('app.tenant_id', true)::uuid);
create policy tenant_isolation on users to app_user_92 using (tenant_id = current_setting('app.tenant_id', true)::uuid);
create policy tenant_isolation on projects to app_user_92 using (tenant_id = current_setting('app.tenant_id', true)::uuid)
  with check (tenant_id = current_setting('app.tenant_id', true)::uuid);
grant select on tenants to app_user_92;
grant select, insert, update, delete on users, projects to app_user_92;
