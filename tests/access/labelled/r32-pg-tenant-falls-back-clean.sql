-- The same, closed.
-- platform: postgres
-- clean

create role billing_r32c login;
create table tenants (id int primary key, name text not null);
create table invoices (id bigint primary key, tenant_id int not null references tenants, total numeric not null, note text);
alter table invoices enable row level security;
create policy t on invoices to billing_r32c using (tenant_id = nullif(current_setting('app.tenant', true), '')::int);
grant select, insert, update on invoices to billing_r32c; grant select on tenants to billing_r32c;
