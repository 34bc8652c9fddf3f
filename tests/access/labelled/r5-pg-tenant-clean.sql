-- clean
-- platform: postgres
-- Twin of the forgotten table, with FORCE, a helper for the setting and a report as its reader.
create role web_app nologin;
create schema app;
grant usage on schema app to web_app;
create function app.tenant() returns int language sql stable as $$ select nullif(current_setting('app.tenant_id', true), '')::int $$;
create table app.tenants (id int primary key, name text not null);
create table app.customers (
  id bigserial primary key,
  tenant_id int not null default app.tenant() references app.tenants(id),
  name text not null
);
create table app.invoices (
  id bigserial primary key,
  tenant_id int not null default app.tenant() references app.tenants(id),
  customer_id bigint not null references app.customers(id),
  total numeric(12,2) not null check (total >= 0)
);
create table app.currencies (code char(3) primary key, digits int not null default 2);
alter table app.tenants enable row level security;
alter table app.customers enable row level security;
alter table app.invoices enable row level security;
alter table app.tenants force row level security;
alter table app.customers force row level security;
alter table app.invoices force row level security;
create policy own_tenant on app.tenants for select using (id = app.tenant());
create policy by_tenant on app.customers using (tenant_id = app.tenant());
create policy by_tenant on app.invoices using (tenant_id = app.tenant()) with check (
  tenant_id = app.tenant() and exists (select 1 from app.customers c where c.id = customer_id));
grant select on app.tenants, app.currencies to web_app;
grant select, insert, update, delete on app.customers, app.invoices to web_app;
grant usage on all sequences in schema app to web_app;
create view app.revenue with (security_invoker) as
  select c.name, sum(i.total) as total from app.invoices i join app.customers c on c.id = i.customer_id group by c.name;
grant select on app.revenue to web_app;
