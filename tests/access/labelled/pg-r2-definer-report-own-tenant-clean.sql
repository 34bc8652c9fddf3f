-- platform: postgres
-- A definer function that keeps to the tenant.
-- clean
create role web_410 nologin;
create table orders (id bigint generated always as identity primary key, tenant_id int not null, total numeric not null);
alter table orders enable row level security;
create policy t on orders to web_410 using (tenant_id = current_setting('app.tenant', true)::int) with check (tenant_id = current_setting('app.tenant', true)::int);
grant select, insert, update, delete on orders to web_410;
create function order_total() returns numeric language sql stable security definer set search_path = public as
$$ select coalesce(sum(total), 0) from orders where tenant_id = current_setting('app.tenant', true)::int $$;
