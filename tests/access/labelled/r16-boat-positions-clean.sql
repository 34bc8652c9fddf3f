-- The same with row security.
-- clean

create table public.boats (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users (id),
  name text not null
);
create unlogged table public.boat_positions (
  boat_id uuid primary key references public.boats (id),
  lat double precision not null check (lat between -90 and 90),
  lon double precision not null check (lon between -180 and 180),
  at timestamptz not null default now()
);
create table public.marinas (id int primary key, name text not null, berths int not null check (berths > 0));
alter table public.boats enable row level security;
alter table public.marinas enable row level security;
alter table public.boat_positions enable row level security;
create policy "own boats" on public.boats for all to authenticated
  using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));
create policy "marinas" on public.marinas for select using (true);
create policy "positions of my boats" on public.boat_positions for select to authenticated
  using (boat_id in (select b.id from public.boats b where b.owner_id = (select auth.uid())));
create policy "my boats report" on public.boat_positions for insert to authenticated
  with check (boat_id in (select b.id from public.boats b where b.owner_id = (select auth.uid())));
