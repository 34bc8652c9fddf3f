-- platform: postgres
-- INSERT WITH CHECK (true): rows in another tenant's name.
-- expect: error forgery invoices app_user_93
create role app_user_93 nologin;
create table tenants (id int generated always as identity primary key, name text not null);
create table invoices (
  id int generated always as identity primary key,
  tenant_id int not null references tenants(id),
  number text not null,
  amount numeric(12,2) not null check (amount >= 0),
  unique (tenant_id, number)
);
alter table tenants enable row level security;
alter table invoices enable row level security;
create policy t on tenants for select to app_user_93 using (id = current_setting('app.current_tenant')::int);
create policy r on invoices for select to app_user_93 using (tenant_id = current_setting('app.current_tenant')::int);
create policy i on invoices for insert to app_user_93 with check (true);
create policy u on invoices for update to app_user_93 using (tenant_id = current_setting('app.current_tenant')::int);
create policy d on invoices for delete to app_user_93 using (tenant_id = current_setting('app.current_tenant')::int);
grant select on tenants to app_user_93;
grant select, insert, update, delete on invoices to app_user_93;
