-- platform: postgres
-- A role that its own policies let have every row is no attacker; the others are held to their tenant.
create role office_everything nologin;
create role office_tenant login noinherit;
create table invoices (id bigint generated always as identity primary key, tenant_id uuid not null, cents int);
alter table invoices enable row level security;
create policy t on invoices to office_tenant using (tenant_id = current_setting('app.tenant_id', true)::uuid) with check (tenant_id = current_setting('app.tenant_id', true)::uuid);
create policy adm on invoices to office_everything using (true) with check (true);
grant select, insert, update, delete on invoices to office_tenant, office_everything;
