-- platform: postgres
-- The same view with security_invoker.
-- clean
create role app_user_96 nologin;
create table orders (id bigint generated always as identity primary key, tenant_id uuid not null, customer text not null, total numeric not null);
alter table orders enable row level security;
create policy tenant on orders to app_user_96 using (tenant_id = current_setting('app.tenant_id', true)::uuid);
create view order_report with (security_invoker = true) as select tenant_id, customer, sum(total) as total, count(*) as orders from orders group by tenant_id, customer;
grant select, insert, update, delete on orders to app_user_96;
grant select on order_report to app_user_96;
