-- Car sharing: drivers may end their trips, but no policy lets them see one, so the update finds nothing.
-- expect: error|warning dead trips
-- expect: error|warning exposure|tampering car_locations
-- also: exposure|tampering|forgery car_locations
create table public.cars (
  id uuid primary key default gen_random_uuid(),
  plate text not null unique,
  model text not null,
  available boolean not null default true
);
create table public.trips (
  id uuid primary key default gen_random_uuid(),
  car_id uuid not null references public.cars(id),
  driver_id uuid not null default auth.uid() references auth.users(id),
  started_at timestamptz not null default now(),
  ended_at timestamptz,
  end_note text,
  check (ended_at is null or ended_at >= started_at)
);
create table public.car_locations (
  car_id uuid primary key references public.cars(id) on delete cascade,
  lat double precision not null,
  lon double precision not null,
  driver_id uuid references auth.users(id),
  seen_at timestamptz not null default now()
);
create table public.fines (
  id bigint generated always as identity primary key,
  driver_id uuid not null references auth.users(id),
  amount_cents int not null check (amount_cents > 0),
  paid boolean not null default false
);
alter table public.cars enable row level security;
alter table public.trips enable row level security;
alter table public.fines enable row level security;
create policy "cars for everyone" on public.cars for select using (true);
create policy "start trip" on public.trips for insert to authenticated with check (driver_id = auth.uid());
create policy "end own trip" on public.trips for update to authenticated using (driver_id = auth.uid()) with check (driver_id = auth.uid());
create policy "own fines" on public.fines for select to authenticated using (driver_id = auth.uid());
