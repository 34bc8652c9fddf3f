-- Plain PostgreSQL, tenant by setting: payments never got row-level security, and the overview view runs as its owner.
-- platform: postgres
-- expect: error exposure|bypass payments
-- expect: error bypass customer_overview
-- also: exposure|bypass|tampering|forgery payments|customer_overview|customers
-- also: error tenants|customers|tickets
create role shop_app login;
create schema shop;
grant usage on schema shop to shop_app;
create table shop.tenants (
  id integer primary key,
  name text not null
);
create table shop.customers (
  id integer generated always as identity primary key,
  tenant_id integer not null references shop.tenants(id),
  name text not null,
  email text not null
);
create table shop.payments (
  id integer generated always as identity primary key,
  tenant_id integer not null references shop.tenants(id),
  customer_id integer not null references shop.customers(id),
  card_last4 text not null check (card_last4 ~ '^[0-9]{4}$'),
  amount numeric(10,2) not null check (amount > 0)
);
create table shop.tickets (
  id integer generated always as identity primary key,
  tenant_id integer not null references shop.tenants(id),
  subject text not null
);
alter table shop.tenants enable row level security;
alter table shop.customers enable row level security;
alter table shop.tickets enable row level security;
create policy tenant_self on shop.tenants for select to shop_app using (id = current_setting('app.tenant_id', true)::integer);
create policy tenant_customers on shop.customers for all to shop_app
  using (tenant_id = current_setting('app.tenant_id', true)::integer) with check (tenant_id = current_setting('app.tenant_id', true)::integer);
create policy tenant_tickets on shop.tickets for all to shop_app
  using (tenant_id = current_setting('app.tenant_id', true)::integer) with check (tenant_id = current_setting('app.tenant_id', true)::integer);
grant select on shop.tenants to shop_app;
grant select, insert, update, delete on shop.customers, shop.payments, shop.tickets to shop_app;
create view shop.customer_overview as
  select c.tenant_id, c.id, c.name, c.email, count(p.id) as payments, sum(p.amount) as total
  from shop.customers c left join shop.payments p on p.customer_id = c.id group by c.tenant_id, c.id, c.name, c.email;
grant select on shop.customer_overview to shop_app;
