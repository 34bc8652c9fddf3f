-- Florists share a list of suppliers. Who entered a supplier may remove it, and every other shop's purchase orders with it.
-- expect: error|warning bypass|tampering suppliers|purchase_orders florist
-- also: bypass|tampering suppliers|purchase_orders
-- platform: postgres
create role florist nologin;
create schema market;
create table market.shops (id uuid primary key default gen_random_uuid(), title text not null);
create table market.suppliers (
  id uuid primary key default gen_random_uuid(),
  entered_by uuid not null references market.shops (id),
  company text not null,
  country char(2) not null default 'NL'
);
create table market.purchase_orders (
  id uuid primary key default gen_random_uuid(),
  shop_id uuid not null references market.shops (id),
  supplier_id uuid not null references market.suppliers (id) on delete cascade,
  stems int not null check (stems between 10 and 50000),
  placed_at timestamptz not null default now()
);
create function market.shop() returns uuid language sql stable as $$
  select nullif(current_setting('market.shop_id', true), '')::uuid $$;
alter table market.shops enable row level security;
alter table market.suppliers enable row level security;
alter table market.purchase_orders enable row level security;
create policy own on market.shops for select to florist using (id = market.shop());
create policy shared on market.suppliers for select to florist using (true);
create policy enter on market.suppliers for insert to florist with check (entered_by = market.shop());
create policy remove on market.suppliers for delete to florist using (entered_by = market.shop());
create policy own on market.purchase_orders for all to florist using (shop_id = market.shop()) with check (shop_id = market.shop());
grant usage on schema market to florist;
grant select on market.shops to florist;
grant select, insert, delete on market.suppliers to florist;
grant select, insert, update, delete on market.purchase_orders to florist;
