-- Readings are closed at the parent, and their months stand open beside it. A materialized view of daily means is
-- everybody's.
-- expect: error bypass|exposure readings_2026_01|readings_2026_02|readings authenticated
-- expect: error|warning bypass|exposure daily_climate authenticated
-- also: bypass|exposure|tampering|forgery readings_2026_01|readings_2026_02|readings_default|readings
create table public.greenhouses (
  id uuid primary key default gen_random_uuid(),
  grower_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  name text not null,
  latitude double precision check (latitude between -90 and 90)
);
create table public.sensors (
  id uuid primary key default gen_random_uuid(),
  greenhouse_id uuid not null references public.greenhouses (id) on delete cascade,
  kind text not null check (kind in ('temperature', 'humidity', 'co2'))
);
create table public.readings (
  sensor_id uuid not null references public.sensors (id) on delete cascade,
  taken_at timestamptz not null,
  value real not null,
  primary key (sensor_id, taken_at)
) partition by range (taken_at);
create table public.readings_2026_01 partition of public.readings for values from ('2026-01-01') to ('2026-02-01');
create table public.readings_2026_02 partition of public.readings for values from ('2026-02-01') to ('2026-03-01');
create table public.readings_default partition of public.readings default;

alter table public.greenhouses enable row level security;
alter table public.sensors enable row level security;
alter table public.readings enable row level security;

create policy "growers keep greenhouses" on public.greenhouses for all to authenticated
  using (grower_id = (select auth.uid())) with check (grower_id = (select auth.uid()));
create policy "growers keep sensors" on public.sensors for all to authenticated
  using (greenhouse_id in (select g.id from public.greenhouses g where g.grower_id = (select auth.uid())))
  with check (greenhouse_id in (select g.id from public.greenhouses g where g.grower_id = (select auth.uid())));
create policy "growers read readings" on public.readings for select to authenticated using (
  sensor_id in (select s.id from public.sensors s join public.greenhouses g on g.id = s.greenhouse_id
                where g.grower_id = (select auth.uid())));

create materialized view public.daily_climate as
  select s.greenhouse_id, s.kind, date_trunc('day', r.taken_at) as day, avg(r.value) as mean, max(r.value) as peak
  from public.readings r join public.sensors s on s.id = r.sensor_id
  group by 1, 2, 3;
create unique index on public.daily_climate (greenhouse_id, kind, day);
