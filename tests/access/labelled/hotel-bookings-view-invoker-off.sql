-- create or replace view drops nothing: the second one forgot the option? No: security_invoker stays; the flaw is a second view that joins it as its owner.
-- expect: error bypass booking_overview anon
create table bookings (
  id uuid primary key default gen_random_uuid(),
  guest_id uuid not null references auth.users,
  room int not null,
  stay daterange not null,
  card_token text
);
alter table bookings enable row level security;
create policy "own" on bookings for select to authenticated using (guest_id = auth.uid());
create policy "book" on bookings for insert to authenticated with check (guest_id = auth.uid());
create view my_bookings with (security_invoker = true) as select id, guest_id, room, stay from bookings;
create view occupied as select room, stay from bookings;
create view booking_overview as select b.guest_id, b.room, lower(b.stay) as arrives, b.card_token from bookings b where upper(b.stay) > lower(b.stay);
revoke all on occupied from anon, authenticated;
