-- Row-level security was forgotten on the stops, whose positions are unique DEFERRABLE.
-- expect: error exposure|bypass|tampering trip_stops anon
-- also: exposure|bypass|tampering|forgery trip_stops
create table trips (
  id uuid primary key default gen_random_uuid(),
  traveller_id uuid not null default auth.uid() references auth.users on delete cascade,
  title text not null check (title <> ''),
  starts_on date not null,
  ends_on date not null,
  deleted_at timestamptz,
  constraint trip_order check (ends_on >= starts_on)
);
create table trip_stops (
  id uuid primary key default gen_random_uuid(),
  trip_id uuid not null references trips on delete cascade,
  place text not null,
  position int not null check (position > 0),
  unique (trip_id, position) deferrable initially deferred
);
alter table trips enable row level security;
create policy "live trips of mine" on trips for select to authenticated using (traveller_id = (select auth.uid()) and deleted_at is null);
create policy "new trip" on trips for insert to authenticated with check (traveller_id = (select auth.uid()) and deleted_at is null);
create policy "edit trip" on trips for update to authenticated
  using (traveller_id = (select auth.uid()) and deleted_at is null) with check (traveller_id = (select auth.uid()) and deleted_at is null);
create policy "stops of my live trips" on trip_stops to authenticated
  using (exists (select 1 from trips t where t.id = trip_stops.trip_id))
  with check (exists (select 1 from trips t where t.id = trip_stops.trip_id));
create function delete_trip(trip uuid) returns boolean language plpgsql security definer set search_path = public as $$
begin
  update trips set deleted_at = now() where id = trip and traveller_id = auth.uid() and deleted_at is null;
  return found;
end $$;
revoke execute on function delete_trip(uuid) from public, anon;
create view active_trips with (security_invoker = true) as select * from trips where deleted_at is null and ends_on >= current_date;
