-- platform: postgres
-- The application signs in as the owner of its tables, whom row security doesn't hold unless it is forced: no policy counts.
-- expect: error|warning|review exposure|bypass|dead|tampering clients|bookings r11_app
-- also: exposure|bypass|dead|tampering clients|bookings

create role r11_app login;
grant r11_app to current_user;
create schema shop authorization r11_app;
set role r11_app;
create table shop.clients (
  id bigint generated always as identity primary key,
  tenant_id int not null,
  name text not null
);
create table shop.bookings (
  id bigint generated always as identity primary key,
  tenant_id int not null,
  client_id bigint not null references shop.clients (id),
  starts_at timestamptz not null
);
alter table shop.clients enable row level security;
alter table shop.bookings enable row level security;
create policy tenant_clients on shop.clients for all
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int);
create policy tenant_bookings on shop.bookings for all
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int);
reset role;
