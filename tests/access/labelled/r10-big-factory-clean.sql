-- Twelve tables of plants; partitions have row security and no policy of their own: closed, and read by the parent.
-- clean

create table public.plants (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  country char(2) not null check (country ~ '^[A-Z]{2}$')
);
create table public.plant_staff (
  plant_id uuid not null references public.plants (id),
  user_id uuid not null references auth.users (id),
  duty text not null default 'operator' check (duty in ('operator', 'engineer')),
  primary key (plant_id, user_id)
);
create function public.works_at(p uuid) returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.plant_staff s where s.plant_id = p and s.user_id = auth.uid()) $$;
create function public.engineers_at(p uuid) returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.plant_staff s
       where s.plant_id = p and s.user_id = auth.uid() and s.duty = 'engineer') $$;

alter table public.plants enable row level security;
alter table public.plant_staff enable row level security;
create policy "staff see their plant" on public.plants for select to authenticated using (public.works_at(id));
create policy "engineers rename" on public.plants for update to authenticated
  using (public.engineers_at(id)) with check (public.engineers_at(id));
create policy "staff see each other" on public.plant_staff for select to authenticated using (public.works_at(plant_id));

create table public.production_lines (
  id uuid primary key default gen_random_uuid(),
  plant_id uuid not null references public.plants (id),
  name text not null, speed int not null default 1 check (speed between 1 and 20)
);
alter table public.production_lines enable row level security;
create policy "production_lines read" on public.production_lines for select to authenticated using (public.works_at(plant_id));
create policy "production_lines add" on public.production_lines for insert to authenticated with check (public.engineers_at(plant_id));
create policy "production_lines change" on public.production_lines for update to authenticated
  using (public.engineers_at(plant_id)) with check (public.engineers_at(plant_id));
create policy "production_lines remove" on public.production_lines for delete to authenticated using (public.engineers_at(plant_id));

create table public.machines (
  id uuid primary key default gen_random_uuid(),
  plant_id uuid not null references public.plants (id),
  serial text not null, installed_on date
);
alter table public.machines enable row level security;
create policy "machines read" on public.machines for select to authenticated using (public.works_at(plant_id));
create policy "machines add" on public.machines for insert to authenticated with check (public.engineers_at(plant_id));
create policy "machines change" on public.machines for update to authenticated
  using (public.engineers_at(plant_id)) with check (public.engineers_at(plant_id));
create policy "machines remove" on public.machines for delete to authenticated using (public.engineers_at(plant_id));

create table public.spare_parts (
  id uuid primary key default gen_random_uuid(),
  plant_id uuid not null references public.plants (id),
  sku text not null, stock int not null default 0 check (stock >= 0)
);
alter table public.spare_parts enable row level security;
create policy "spare_parts read" on public.spare_parts for select to authenticated using (public.works_at(plant_id));
create policy "spare_parts add" on public.spare_parts for insert to authenticated with check (public.engineers_at(plant_id));
create policy "spare_parts change" on public.spare_parts for update to authenticated
  using (public.engineers_at(plant_id)) with check (public.engineers_at(plant_id));
create policy "spare_parts remove" on public.spare_parts for delete to authenticated using (public.engineers_at(plant_id));

create table public.work_orders (
  id uuid primary key default gen_random_uuid(),
  plant_id uuid not null references public.plants (id),
  title text not null, priority text not null default 'low' check (priority in ('low', 'high'))
);
alter table public.work_orders enable row level security;
create policy "work_orders read" on public.work_orders for select to authenticated using (public.works_at(plant_id));
create policy "work_orders add" on public.work_orders for insert to authenticated with check (public.engineers_at(plant_id));
create policy "work_orders change" on public.work_orders for update to authenticated
  using (public.engineers_at(plant_id)) with check (public.engineers_at(plant_id));
create policy "work_orders remove" on public.work_orders for delete to authenticated using (public.engineers_at(plant_id));

create table public.shifts (
  id uuid primary key default gen_random_uuid(),
  plant_id uuid not null references public.plants (id),
  starts_at timestamptz not null, ends_at timestamptz not null, check (ends_at > starts_at)
);
alter table public.shifts enable row level security;
create policy "shifts read" on public.shifts for select to authenticated using (public.works_at(plant_id));
create policy "shifts add" on public.shifts for insert to authenticated with check (public.engineers_at(plant_id));
create policy "shifts change" on public.shifts for update to authenticated
  using (public.engineers_at(plant_id)) with check (public.engineers_at(plant_id));
create policy "shifts remove" on public.shifts for delete to authenticated using (public.engineers_at(plant_id));

create table public.incidents (
  id uuid primary key default gen_random_uuid(),
  plant_id uuid not null references public.plants (id),
  happened_at timestamptz not null default now(), report text not null
);
alter table public.incidents enable row level security;
create policy "incidents read" on public.incidents for select to authenticated using (public.works_at(plant_id));
create policy "incidents add" on public.incidents for insert to authenticated with check (public.engineers_at(plant_id));
create policy "incidents change" on public.incidents for update to authenticated
  using (public.engineers_at(plant_id)) with check (public.engineers_at(plant_id));
create policy "incidents remove" on public.incidents for delete to authenticated using (public.engineers_at(plant_id));

create table public.recipes (
  id uuid primary key default gen_random_uuid(),
  plant_id uuid not null references public.plants (id),
  product text not null, steps jsonb not null default '[]'
);
alter table public.recipes enable row level security;
create policy "recipes read" on public.recipes for select to authenticated using (public.works_at(plant_id));
create policy "recipes add" on public.recipes for insert to authenticated with check (public.engineers_at(plant_id));
create policy "recipes change" on public.recipes for update to authenticated
  using (public.engineers_at(plant_id)) with check (public.engineers_at(plant_id));
create policy "recipes remove" on public.recipes for delete to authenticated using (public.engineers_at(plant_id));

create table public.machine_readings (
  id bigint generated always as identity,
  plant_id uuid not null references public.plants (id),
  read_at timestamptz not null default now(),
  vibration double precision not null,
  primary key (id, read_at)
) partition by range (read_at);
create table public.machine_readings_2025 partition of public.machine_readings for values from ('2025-01-01') to ('2026-01-01');
create table public.machine_readings_2026 partition of public.machine_readings for values from ('2026-01-01') to ('2027-01-01');
create table public.machine_readings_other partition of public.machine_readings default;
alter table public.machine_readings enable row level security;
alter table public.machine_readings_2025 enable row level security;
alter table public.machine_readings_2026 enable row level security;
alter table public.machine_readings_other enable row level security;
create policy "readings of the plant" on public.machine_readings for select to authenticated using (public.works_at(plant_id));
create policy "staff record" on public.machine_readings for insert to authenticated with check (public.works_at(plant_id));
