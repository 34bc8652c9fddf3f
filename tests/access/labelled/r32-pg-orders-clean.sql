-- platform: postgres
-- Forced row-level security, views of the invoker, a function that asks for the tenant.
-- clean
create role r32_shop_owner nologin;
grant r32_shop_owner to current_user;
create role r32_shop login;
create schema shop authorization r32_shop_owner;
set role r32_shop_owner;
create table shop.orders (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null default current_setting('app.tenant')::uuid,
  customer text not null,
  cents int not null check (cents > 0)
);
create table shop.order_lines (
  order_id uuid not null references shop.orders on delete cascade,
  nr int not null check (nr > 0),
  sku text not null,
  primary key (order_id, nr)
);
alter table shop.orders enable row level security;
alter table shop.orders force row level security;
alter table shop.order_lines enable row level security;
alter table shop.order_lines force row level security;
create policy tenant on shop.orders using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
create policy tenant on shop.order_lines using (exists (select 1 from shop.orders o where o.id = order_id));
create view shop.totals with (security_invoker = true) as select tenant_id, sum(cents) as cents from shop.orders group by tenant_id;
grant usage on schema shop to r32_shop;
grant select, insert, update, delete on shop.orders, shop.order_lines to r32_shop;
grant select on shop.totals to r32_shop;
reset role;
