-- platform: postgres
-- Tenancy by a setting; invoices has its policy and lacks ENABLE ROW LEVEL SECURITY.
-- expect: error exposure invoices app_user
-- also: tampering|forgery|bypass invoices
create role app_user nologin;
create schema app;
grant usage on schema app to app_user;

create table app.tenants (
  id integer primary key,
  name text not null
);
create table app.customers (
  id bigserial primary key,
  tenant_id integer not null references app.tenants(id),
  name text not null,
  email text
);
create table app.invoices (
  id bigserial primary key,
  tenant_id integer not null references app.tenants(id),
  customer_id bigint not null references app.customers(id),
  total numeric(12,2) not null check (total >= 0),
  issued_on date not null default current_date
);
create table app.payments (
  id bigserial primary key,
  tenant_id integer not null references app.tenants(id),
  amount numeric(12,2) not null check (amount > 0)
);
alter table app.tenants enable row level security;
alter table app.customers enable row level security;
alter table app.payments enable row level security;
create policy tenant_self on app.tenants for select using (id = current_setting('app.tenant_id', true)::int);
create policy tenant_customers on app.customers
  using (tenant_id = current_setting('app.tenant_id', true)::int) with check (tenant_id = current_setting('app.tenant_id', true)::int);
create policy tenant_invoices on app.invoices
  using (tenant_id = current_setting('app.tenant_id', true)::int) with check (tenant_id = current_setting('app.tenant_id', true)::int);
create policy tenant_payments on app.payments
  using (tenant_id = current_setting('app.tenant_id', true)::int) with check (tenant_id = current_setting('app.tenant_id', true)::int);
grant select on app.tenants to app_user;
grant select, insert, update, delete on app.customers, app.invoices, app.payments to app_user;
grant usage on all sequences in schema app to app_user;
