-- platform: postgres
-- The reporting view belongs to the owner and has no security_invoker: all tenants.
-- expect: error bypass order_report app_user_95
create role app_user_95 nologin;
create table orders (id bigint generated always as identity primary key, tenant_id uuid not null, customer text not null, total numeric not null);
alter table orders enable row level security;
create policy tenant on orders to app_user_95 using (tenant_id = current_setting('app.tenant_id', true)::uuid);
create view order_report as select tenant_id, customer, sum(total) as total, count(*) as orders from orders group by tenant_id, customer;
grant select, insert, update, delete on orders to app_user_95;
grant select on order_report to app_user_95;
