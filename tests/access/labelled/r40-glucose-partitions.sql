-- A diabetes diary, partitioned by year: the parent has row-level security, one of the partitions has not.
-- expect: error|warning bypass|exposure readings_2026|readings authenticated|anon
-- also: tampering|forgery|exposure|bypass readings_2026|readings
create table public.patients (
  id uuid primary key references auth.users(id) on delete cascade,
  target_low numeric(4,1) not null default 4.0,
  target_high numeric(4,1) not null default 8.0,
  check (target_low < target_high)
);
create table public.readings (
  id uuid not null default gen_random_uuid(),
  patient_id uuid not null references auth.users(id) on delete cascade,
  taken_at timestamptz not null default now(),
  mmol numeric(4,1) not null check (mmol > 0 and mmol < 60),
  note text,
  primary key (id, taken_at)
) partition by range (taken_at);
create table public.readings_2025 partition of public.readings for values from ('2025-01-01') to ('2026-01-01');
create table public.readings_default partition of public.readings default;
alter table public.patients enable row level security;
alter table public.readings enable row level security;
alter table public.readings_2025 enable row level security;
alter table public.readings_default enable row level security;
create policy "own settings" on public.patients for all to authenticated
  using (id = (select auth.uid())) with check (id = (select auth.uid()));
create policy "own readings: select" on public.readings for select to authenticated using (patient_id = (select auth.uid()));
create policy "own readings: insert" on public.readings for insert to authenticated with check (patient_id = (select auth.uid()));
create policy "own readings: delete" on public.readings for delete to authenticated using (patient_id = (select auth.uid()));
create index readings_patient on public.readings (patient_id, taken_at desc);
create or replace function public.daily_average(day date) returns numeric language sql stable set search_path = '' as $$
  select round(avg(mmol), 1) from public.readings where taken_at >= day and taken_at < day + 1;
$$;
-- new year
create table public.readings_2026 partition of public.readings for values from ('2026-01-01') to ('2027-01-01');
