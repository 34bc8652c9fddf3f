-- Device metrics: partitions are closed, one by row-level security without policies, the other by revoked grants.
-- clean
create table public.devices (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  label text not null
);
create table public.readings (
  device_id uuid not null references public.devices(id) on delete cascade,
  at timestamptz not null,
  celsius numeric(5,2) not null check (celsius between -90 and 90),
  primary key (device_id, at)
) partition by range (at);
create table public.readings_2025 partition of public.readings for values from ('2025-01-01') to ('2026-01-01');
create table public.readings_default partition of public.readings default;
create table public.alerts (
  id bigint generated always as identity primary key,
  device_id uuid not null references public.devices(id) on delete cascade,
  threshold numeric(5,2) not null default 30
);
alter table public.devices enable row level security;
alter table public.readings enable row level security;
alter table public.readings_2025 enable row level security;
revoke all on public.readings_default from anon, authenticated;
alter table public.alerts enable row level security;
create policy devices_own on public.devices for all to authenticated using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));
create policy readings_own on public.readings for select to authenticated
  using (device_id in (select id from public.devices where owner_id = (select auth.uid())));
create policy alerts_own on public.alerts for all to authenticated
  using (device_id in (select id from public.devices where owner_id = (select auth.uid())))
  with check (device_id in (select id from public.devices where owner_id = (select auth.uid())));
