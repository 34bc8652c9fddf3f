-- live_locations goes out over realtime and has no row-level security at all.
-- expect: error exposure|bypass live_locations anon
-- also: exposure|bypass|tampering|forgery live_locations
create table couriers (
  id uuid primary key references auth.users on delete cascade,
  display_name text not null,
  phone text not null
);
create table deliveries (
  id bigint generated always as identity primary key,
  courier_id uuid references couriers,
  recipient_id uuid not null references auth.users,
  address text not null,
  state text not null default 'new' check (state in ('new', 'under_way', 'done'))
);
create table live_locations (
  courier_id uuid primary key references couriers on delete cascade,
  latitude double precision not null check (latitude between -90 and 90),
  longitude double precision not null check (longitude between -180 and 180),
  seen_at timestamptz not null default now()
);
alter table couriers enable row level security;
alter table deliveries enable row level security;
create policy "courier" on couriers for select to authenticated using (id = auth.uid());
create policy "sides" on deliveries for select to authenticated using (auth.uid() in (courier_id, recipient_id));
create policy "order" on deliveries for insert to authenticated with check (recipient_id = auth.uid() and courier_id is null);
alter publication supabase_realtime add table deliveries, live_locations;
