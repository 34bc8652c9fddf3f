-- A trip planner: trips ask the travellers, travellers ask the trips, and the days ask both.
-- expect: error|warning error trips|trip_travelers
-- also: error trips|trip_travelers|trip_days|expenses
create table public.trips (
  id uuid default gen_random_uuid() primary key,
  owner_id uuid references auth.users(id) on delete cascade not null,
  destination text not null,
  starts date,
  ends date,
  check (ends >= starts)
);
create table public.trip_travelers (
  id uuid default gen_random_uuid() primary key,
  trip_id uuid references public.trips(id) on delete cascade not null,
  user_id uuid references auth.users(id) on delete cascade not null,
  can_edit boolean default false not null,
  unique (trip_id, user_id)
);
create table public.trip_days (
  id uuid default gen_random_uuid() primary key,
  trip_id uuid references public.trips(id) on delete cascade not null,
  day date not null,
  plan text
);
create table public.packing_items (
  id uuid default gen_random_uuid() primary key,
  user_id uuid references auth.users(id) on delete cascade not null,
  label text not null,
  packed boolean default false not null
);
alter table public.trips enable row level security;
alter table public.trip_travelers enable row level security;
alter table public.trip_days enable row level security;
alter table public.packing_items enable row level security;
create policy "Users can view trips they own or travel on" on public.trips for select
  using (auth.uid() = owner_id or exists (select 1 from public.trip_travelers t where t.trip_id = trips.id and t.user_id = auth.uid()));
create policy "Users can create trips" on public.trips for insert with check (auth.uid() = owner_id);
create policy "Owners can update trips" on public.trips for update using (auth.uid() = owner_id);
create policy "Owners can delete trips" on public.trips for delete using (auth.uid() = owner_id);
create policy "View travelers of own trips" on public.trip_travelers for select
  using (user_id = auth.uid() or exists (select 1 from public.trips where trips.id = trip_travelers.trip_id and trips.owner_id = auth.uid()));
create policy "Owners can add travelers" on public.trip_travelers for insert
  with check (exists (select 1 from public.trips where trips.id = trip_travelers.trip_id and trips.owner_id = auth.uid()));
create policy "View days" on public.trip_days for select using (exists (select 1 from public.trips where trips.id = trip_days.trip_id));
create policy "Own packing list" on public.packing_items for all using (auth.uid() = user_id) with check (auth.uid() = user_id);
