-- Ferries: remarks that are not for the crew alone are read by whoever booked the trip; the look-up compares the trip with itself.
-- expect: error|warning exposure trip_remarks any
create table public.bookings (
  id bigint generated always as identity primary key,
  guest_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  sails_on date not null
);
create table public.trip_remarks (
  id uuid primary key default gen_random_uuid(),
  booking_id bigint not null references public.bookings (id) on delete cascade,
  crew_only boolean not null default false,
  remark text not null
);
alter table public.bookings enable row level security;
alter table public.trip_remarks enable row level security;
create policy "own bookings" on public.bookings for select to authenticated using (guest_id = (select auth.uid()));
create policy "book" on public.bookings for insert to authenticated with check (guest_id = (select auth.uid()));
create policy "remarks on my bookings" on public.trip_remarks for select to authenticated
  using (not crew_only and exists (select 1 from public.bookings b where b.id = b.id));
