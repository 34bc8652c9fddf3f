-- platform: postgres
-- A warehouse with companies by setting: stock moves have no row-level security, and the report view belongs to the owner.
-- expect: error|warning exposure|bypass stock_moves
-- expect: error|warning bypass|exposure stock_report
-- also: forgery|tampering|exposure stock_moves
create role warehouse_app nologin;
create schema wh;
grant usage on schema wh to warehouse_app;
create table wh.companies (id int primary key, name text not null);
create table wh.items (
  id int generated always as identity primary key,
  company_id int not null references wh.companies(id),
  sku text not null,
  quantity int not null default 0 check (quantity >= 0),
  unique (company_id, sku)
);
create table wh.stock_moves (
  id bigint generated always as identity primary key,
  company_id int not null references wh.companies(id),
  item_id int not null references wh.items(id),
  delta int not null check (delta <> 0),
  moved_at timestamptz not null default now()
);
alter table wh.companies enable row level security;
alter table wh.items enable row level security;
create policy own_company on wh.companies for select to warehouse_app
  using (id = nullif(current_setting('app.company_id', true), '')::int);
create policy own_items on wh.items for all to warehouse_app
  using (company_id = nullif(current_setting('app.company_id', true), '')::int)
  with check (company_id = nullif(current_setting('app.company_id', true), '')::int);
create view wh.stock_report as
  select company_id, sku, quantity from wh.items where quantity > 0;
grant select on wh.companies to warehouse_app;
grant select, insert, update, delete on wh.items to warehouse_app;
grant select, insert on wh.stock_moves to warehouse_app;
grant select on wh.stock_report to warehouse_app;
