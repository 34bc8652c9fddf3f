-- platform: postgres
-- The UPDATE policy checks the old row only.
-- expect: error tampering|escalation projects
create role r33_saas login;
create schema saas;
create table saas.tenants (id uuid primary key default gen_random_uuid(), name text not null);
create table saas.projects (id uuid primary key default gen_random_uuid(), tenant_id uuid not null references saas.tenants, title text not null);
create function saas.tenant() returns uuid language sql stable as $$ select nullif(current_setting('saas.tenant', true), '')::uuid $$;
alter table saas.tenants enable row level security;
alter table saas.projects enable row level security;
create policy own on saas.tenants for select using (id = saas.tenant());
create policy sel on saas.projects for select using (tenant_id = saas.tenant());
create policy ins on saas.projects for insert with check (tenant_id = saas.tenant());
create policy upd on saas.projects for update using (tenant_id = saas.tenant()) with check (title <> '');
create policy del on saas.projects for delete using (tenant_id = saas.tenant());
grant usage on schema saas to r33_saas;
grant select on saas.tenants to r33_saas;
grant select, insert, update, delete on saas.projects to r33_saas;
