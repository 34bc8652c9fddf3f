-- Guests have a policy to cancel and none to see: their UPDATE finds nothing. The hosts' slots are open to everyone's changes.
-- expect: error|warning|review dead bookings authenticated
-- expect: error tampering slots authenticated
-- also: forgery slots
create table slots (
  id uuid primary key default gen_random_uuid(),
  host_id uuid not null references auth.users(id),
  during tstzrange not null,
  price int not null default 0
);
create table bookings (
  id uuid primary key default gen_random_uuid(),
  slot_id uuid not null references slots(id),
  guest_id uuid not null references auth.users(id),
  cancelled_at timestamptz,
  unique (slot_id)
);
alter table slots enable row level security;
alter table bookings enable row level security;
create policy "Hosts manage own slots" on slots for all to authenticated using (host_id = auth.uid()) with check (host_id = auth.uid());
create policy "Everyone can see slots" on slots for all to authenticated using (true);
create policy "Guests book" on bookings for insert to authenticated with check (guest_id = auth.uid());
create policy "Guests cancel" on bookings for update to authenticated using (guest_id = auth.uid()) with check (guest_id = auth.uid());
