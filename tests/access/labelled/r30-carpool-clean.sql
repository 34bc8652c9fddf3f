-- Rides to work. Seats are booked by a function that locks the ride; driver and passenger see a booking, and each may
-- change only what is his.
-- clean
create table drivers_licences (
  user_id uuid primary key default auth.uid() references auth.users on delete cascade,
  licence_number text not null,
  verified boolean not null default false
);
create table rides (
  id uuid primary key default gen_random_uuid(),
  driver_id uuid not null default auth.uid() references auth.users on delete cascade,
  from_place text not null,
  to_place text not null check (to_place <> from_place),
  leaves_at timestamptz not null,
  seats int not null check (seats between 1 and 8),
  seats_taken int not null default 0 check (seats_taken >= 0),
  check (seats_taken <= seats)
);
create table bookings (
  id uuid primary key default gen_random_uuid(),
  ride_id uuid not null references rides on delete cascade,
  passenger_id uuid not null references auth.users on delete cascade,
  state text not null default 'asked' check (state in ('asked', 'confirmed', 'cancelled')),
  unique (ride_id, passenger_id)
);
alter table drivers_licences enable row level security;
alter table rides enable row level security;
alter table bookings enable row level security;

create policy "own licence" on drivers_licences for select to authenticated using (user_id = auth.uid());
create policy "hand in licence" on drivers_licences for insert to authenticated with check (user_id = auth.uid() and not verified);
create policy "withdraw licence" on drivers_licences for delete to authenticated using (user_id = auth.uid());

create policy "rides are listed" on rides for select to authenticated using (true);
create policy "offer" on rides for insert to authenticated with check (driver_id = auth.uid() and seats_taken = 0);
create policy "change" on rides for update to authenticated using (driver_id = auth.uid());
create policy "call off" on rides for delete to authenticated using (driver_id = auth.uid());

create policy "both sides see a booking" on bookings for select to authenticated using (
  passenger_id = auth.uid() or exists (select 1 from rides r where r.id = ride_id and r.driver_id = auth.uid()));
-- what is taken is counted by the functions
revoke update on rides from anon, authenticated;
grant update (from_place, to_place, leaves_at, seats) on rides to authenticated;
-- bookings are written by the functions below only
revoke insert, update, delete on bookings from anon, authenticated;

create function book_seat(p_ride uuid) returns uuid language plpgsql security definer set search_path = public as $$
declare b uuid;
begin
  if auth.uid() is null then
    raise exception 'sign in';
  end if;
  update rides set seats_taken = seats_taken + 1 where id = p_ride and seats_taken < seats and driver_id <> auth.uid();
  if not found then
    raise exception 'no seat left';
  end if;
  insert into bookings (ride_id, passenger_id) values (p_ride, auth.uid()) returning id into b;
  return b;
end $$;

create function cancel_booking(p_booking uuid) returns void language plpgsql security definer set search_path = public as $$
declare r uuid;
begin
  update bookings set state = 'cancelled'
  where id = p_booking and passenger_id = auth.uid() and state <> 'cancelled' returning ride_id into r;
  if r is not null then
    update rides set seats_taken = greatest(seats_taken - 1, 0) where id = r;
  end if;
end $$;

create function confirm_booking(p_booking uuid) returns boolean language sql security definer set search_path = public as $$
  with done as (
    update bookings b set state = 'confirmed' from rides r
    where b.id = p_booking and r.id = b.ride_id and r.driver_id = auth.uid() and b.state = 'asked' returning 1)
  select exists (select 1 from done);
$$;
