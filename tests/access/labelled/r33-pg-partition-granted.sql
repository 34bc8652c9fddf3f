-- platform: postgres
-- "grant ... on all tables" gave the partitions away, too, and policies are on the parent only.
-- expect: error|warning bypass|exposure readings_2025|readings_2026
-- also: bypass|exposure|tampering|forgery readings_2025|readings_2026|readings
create role r33_meter login;
create schema grid;
create table grid.readings (tenant_id int not null, at date not null, kwh numeric(10,3) not null check (kwh >= 0), primary key (tenant_id, at)) partition by range (at);
create table grid.readings_2025 partition of grid.readings for values from ('2025-01-01') to ('2026-01-01');
create table grid.readings_2026 partition of grid.readings for values from ('2026-01-01') to ('2027-01-01');
alter table grid.readings enable row level security;
create policy tenant on grid.readings using (tenant_id = nullif(current_setting('grid.tenant', true), '')::int);
grant usage on schema grid to r33_meter;
grant select, insert on all tables in schema grid to r33_meter;
