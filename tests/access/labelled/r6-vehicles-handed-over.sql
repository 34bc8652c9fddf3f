-- WITH CHECK only asks that there is a driver: one's own vehicle is written to another driver's name.
-- expect: error tampering|forgery fleet_vehicles authenticated
create domain plate as text check (value ~ '^[A-Z]{1,3}-[0-9]{1,4}$');
create table fleet_vehicles (
  plate plate primary key,
  driver_id uuid not null references auth.users,
  mileage int not null default 0 check (mileage >= 0),
  fines_cents int not null default 0
);
create table fleet_trips (
  id bigserial primary key,
  plate plate not null references fleet_vehicles,
  driver_id uuid not null default auth.uid() references auth.users,
  started_at timestamptz not null,
  ended_at timestamptz,
  check (ended_at > started_at)
);
alter table fleet_vehicles enable row level security;
alter table fleet_trips enable row level security;
create policy "fleet is visible to drivers" on fleet_vehicles for select to authenticated using (true);
create policy "register" on fleet_vehicles for insert to authenticated with check (driver_id = auth.uid());
create policy "keep mileage" on fleet_vehicles for update to authenticated using (driver_id = auth.uid()) with check (driver_id is not null);
create policy "own trips" on fleet_trips for all to authenticated using (driver_id = auth.uid()) with check (driver_id = auth.uid());
