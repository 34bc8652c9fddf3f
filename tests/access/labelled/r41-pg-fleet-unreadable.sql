-- platform: postgres
-- A fleet: the policy of trips asks a table of assignments that the drivers' role may not read.
-- expect: error error|dead trips|assignments r41_fleet_driver
-- also: error|dead trips|assignments
create role r41_fleet_owner nologin;
grant r41_fleet_owner to current_user;
create role r41_fleet_driver login;
create role r41_fleet_dispatch login;
create schema fleet authorization r41_fleet_owner;
set role r41_fleet_owner;
create table fleet.vehicles (
  id integer generated always as identity primary key,
  plate text not null unique,
  seats smallint not null check (seats between 1 and 60)
);
create table fleet.assignments (
  vehicle_id integer not null references fleet.vehicles on delete cascade,
  driver text not null,
  primary key (vehicle_id, driver)
);
create table fleet.trips (
  id bigint generated always as identity primary key,
  vehicle_id integer not null references fleet.vehicles,
  left_at timestamptz not null default now(),
  km numeric(8, 1) check (km >= 0)
);
alter table fleet.trips enable row level security;
create policy driver_reads on fleet.trips for select to r41_fleet_driver
  using (exists (select 1 from fleet.assignments a where a.vehicle_id = trips.vehicle_id and a.driver = current_setting('fleet.driver', true)));
create policy dispatch_all on fleet.trips to r41_fleet_dispatch using (true) with check (true);
grant usage on schema fleet to r41_fleet_driver, r41_fleet_dispatch;
grant select on fleet.vehicles to r41_fleet_driver;
grant select on fleet.trips to r41_fleet_driver;
grant select, insert, update, delete on fleet.vehicles, fleet.assignments, fleet.trips to r41_fleet_dispatch;
reset role;
