-- Readings by quarter. The parent has its policy; the new quarter was created later, without row-level security, and the grant on all tables reaches it.
-- expect: error bypass|exposure readings_q2 grid_reader
-- also: bypass|exposure|tampering|forgery readings_q2|readings
-- platform: postgres
create role grid_reader nologin;
create role grid_loader nologin;
create schema grid;
create table grid.meters (
  serial text primary key,
  supplier text not null
);
create table grid.readings (
  serial text not null references grid.meters (serial),
  supplier text not null,
  read_at timestamptz not null,
  kwh numeric(12, 3) not null check (kwh >= 0),
  primary key (serial, read_at)
) partition by range (read_at);
create table grid.readings_q1 partition of grid.readings for values from ('2026-01-01') to ('2026-04-01');
alter table grid.meters enable row level security;
alter table grid.readings enable row level security;
alter table grid.readings_q1 enable row level security;
create policy supplier_reads on grid.meters for select to grid_reader using (supplier = current_setting('grid.supplier', true));
create policy supplier_reads on grid.readings for select to grid_reader using (supplier = current_setting('grid.supplier', true));
create policy loads on grid.meters for all to grid_loader using (true) with check (true);
create policy loads on grid.readings for all to grid_loader using (true) with check (true);
create table grid.readings_q2 partition of grid.readings for values from ('2026-04-01') to ('2026-07-01');
grant usage on schema grid to grid_reader, grid_loader;
grant select on all tables in schema grid to grid_reader;
grant select, insert on grid.meters, grid.readings to grid_loader;
