-- Where the setting is empty, the row is compared with itself.
-- platform: postgres
-- expect: error|warning exposure|bypass|tampering invoices anyone

create role billing_r32 login;
create table tenants (id int primary key, name text not null);
create table invoices (id bigint primary key, tenant_id int not null references tenants, total numeric not null, note text);
alter table invoices enable row level security;
create policy t on invoices to billing_r32 using (tenant_id = coalesce(nullif(current_setting('app.tenant', true), '')::int, tenant_id));
grant select, insert, update on invoices to billing_r32; grant select on tenants to billing_r32;
