-- platform: postgres
-- "current_setting(...) IS NULL OR tenant = ...": without the setting everything is shown.
-- expect: error exposure|bypass|tampering orders web_408
-- also: exposure|bypass|tampering|forgery orders
create role web_408 nologin;
create table orders (id bigint generated always as identity primary key, tenant_id int not null, total numeric not null);
alter table orders enable row level security;
create policy t on orders to web_408 using (
  nullif(current_setting('app.tenant', true), '') is null or tenant_id = nullif(current_setting('app.tenant', true), '')::int);
grant select, insert, update, delete on orders to web_408;
