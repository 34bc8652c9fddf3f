-- expect: error view-writes-past-rls v_orders
-- platform: postgres
create role app_f4b login;
create table orders (id bigint generated always as identity primary key, tenant_id uuid not null, cents int not null);
alter table orders enable row level security;
create policy t on orders using (tenant_id = current_setting('app.tenant_id', true)::uuid) with check (tenant_id = current_setting('app.tenant_id', true)::uuid);
grant select, insert on orders to app_f4b;
create view v_orders as select * from orders where tenant_id = current_setting('app.tenant_id', true)::uuid;
grant select, insert on v_orders to app_f4b;
