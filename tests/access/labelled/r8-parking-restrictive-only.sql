-- Rented parking spots: the only policy of the permits is restrictive, so nobody ever reads one.
-- expect: error|warning dead permits
create table public.buildings (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  manager_id uuid not null references auth.users(id)
);
create table public.spots (
  id uuid primary key default gen_random_uuid(),
  building_id uuid not null references public.buildings(id) on delete cascade,
  code text not null,
  unique (building_id, code)
);
create table public.permits (
  id uuid primary key default gen_random_uuid(),
  spot_id uuid not null references public.spots(id) on delete cascade,
  holder_id uuid not null references auth.users(id) on delete cascade,
  plate text not null check (plate ~ '^[A-Z0-9-]{2,10}$'),
  valid_until date not null
);
alter table public.buildings enable row level security;
alter table public.spots enable row level security;
alter table public.permits enable row level security;
create policy "buildings for all who sign in" on public.buildings for select to authenticated using (true);
create policy "manager edits building" on public.buildings for update to authenticated using (manager_id = auth.uid()) with check (manager_id = auth.uid());
create policy "spots for all who sign in" on public.spots for select to authenticated using (true);
create policy "manager keeps spots" on public.spots for all to authenticated
  using (exists (select 1 from public.buildings b where b.id = building_id and b.manager_id = auth.uid()))
  with check (exists (select 1 from public.buildings b where b.id = building_id and b.manager_id = auth.uid()));
create policy "holders see their permits" on public.permits as restrictive for select to authenticated using (holder_id = auth.uid());
