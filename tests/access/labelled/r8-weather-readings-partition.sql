-- Private weather stations: the table of readings is guarded, its partitions are not.
-- expect: error|warning bypass|exposure|tampering readings_2025|readings_2026|readings_default
-- also: bypass|exposure|tampering|forgery readings_2025|readings_2026|readings_default
create table public.stations (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null references auth.users(id) on delete cascade,
  label text not null,
  lat numeric(9,6) check (lat between -90 and 90),
  lon numeric(9,6) check (lon between -180 and 180),
  is_public boolean not null default false
);
create table public.readings (
  station_id uuid not null references public.stations(id) on delete cascade,
  taken_at timestamptz not null,
  temperature real,
  humidity real check (humidity between 0 and 100),
  primary key (station_id, taken_at)
) partition by range (taken_at);
create table public.readings_2025 partition of public.readings for values from ('2025-01-01') to ('2026-01-01');
create table public.readings_2026 partition of public.readings for values from ('2026-01-01') to ('2027-01-01');
create table public.readings_default partition of public.readings default;
alter table public.stations enable row level security;
alter table public.readings enable row level security;
create policy "see own and public stations" on public.stations for select using (is_public or owner_id = auth.uid());
create policy "manage own stations" on public.stations for all to authenticated using (owner_id = auth.uid()) with check (owner_id = auth.uid());
create policy "readings of visible stations" on public.readings for select
  using (exists (select 1 from public.stations s where s.id = station_id and (s.is_public or s.owner_id = auth.uid())));
create policy "stations send readings" on public.readings for insert to authenticated
  with check (exists (select 1 from public.stations s where s.id = station_id and s.owner_id = auth.uid()));
