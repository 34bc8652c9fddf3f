-- Coworking: any signed-in user may delete a room, and everybody's bookings go with it, though a booking is only its owner's to cancel.
-- expect: error bypass|tampering rooms|bookings
-- also: bypass|tampering rooms|bookings
create table public.locations (
  id bigint generated always as identity primary key,
  name text not null
);
create table public.rooms (
  id uuid primary key default gen_random_uuid(),
  location_id bigint not null references public.locations(id),
  name text not null,
  capacity integer not null default 4 check (capacity between 1 and 50)
);
create table public.bookings (
  id uuid primary key default gen_random_uuid(),
  room_id uuid not null references public.rooms(id) on delete cascade,
  user_id uuid not null references auth.users(id) on delete cascade,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  check (ends_at > starts_at)
);
alter table public.locations enable row level security;
alter table public.rooms enable row level security;
alter table public.bookings enable row level security;
create policy locations_read on public.locations for select using (true);
create policy rooms_read on public.rooms for select using (true);
create policy rooms_delete on public.rooms for delete to authenticated using (auth.uid() is not null);
create policy bookings_read on public.bookings for select to authenticated using (user_id = auth.uid());
create policy bookings_create on public.bookings for insert to authenticated with check (user_id = auth.uid());
create policy bookings_cancel on public.bookings for delete to authenticated using (user_id = auth.uid());
