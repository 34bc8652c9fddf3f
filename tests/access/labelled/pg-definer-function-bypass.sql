-- platform: postgres
-- A definer function that finds customers by e-mail in all tenants.
-- expect: error bypass find_customer app_user_99
create role app_user_99 nologin;
create table customers (id bigint generated always as identity primary key, tenant_id int not null, email text not null, phone text);
alter table customers enable row level security;
create policy tenant on customers to app_user_99 using (tenant_id = current_setting('app.tenant')::int) with check (tenant_id = current_setting('app.tenant')::int);
grant select, insert, update, delete on customers to app_user_99;
create function find_customer(p_email text) returns setof customers language sql stable security definer set search_path = public as
$$ select * from customers where email = p_email $$;
revoke execute on function find_customer(text) from public;
grant execute on function find_customer(text) to app_user_99;
