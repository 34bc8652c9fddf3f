-- expect: error view-writes-past-rls order_numbers
-- platform: postgres
create role app_f4c login;
create table orders (id bigint generated always as identity primary key, tenant_id uuid not null, cents int not null);
alter table orders enable row level security;
create policy t on orders using (tenant_id = current_setting('app.tenant_id', true)::uuid) with check (tenant_id = current_setting('app.tenant_id', true)::uuid);
grant select, update on orders to app_f4c;
create view order_numbers as select id, cents from orders;
grant update on order_numbers to app_f4c;
grant select (id) on order_numbers to app_f4c;
