-- platform: postgres
-- Row security holds every tenant to its sales, and the materialized totals have none.
-- expect: error bypass|exposure sales_by_buyer|sales r13_shop

create role r13_shop;
create table sales (
  id int primary key,
  tenant_id int not null,
  buyer text not null,
  cents int not null check (cents > 0)
);
alter table sales enable row level security;
create policy sales_of on sales for all to r13_shop
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int);
grant select, insert, update on sales to r13_shop;
create materialized view sales_by_buyer as select tenant_id, buyer, sum(cents) as cents from sales group by tenant_id, buyer;
grant select on sales_by_buyer to r13_shop;
