-- A function with its owner's rights gives the phone number of whoever booked a room on a day.
-- expect: error|warning bypass phones
create table public.bookings (id serial primary key, user_id uuid not null references auth.users(id), room int not null, slot tstzrange not null, phone text not null);
alter table public.bookings enable row level security;
create policy own on public.bookings for select using (user_id = auth.uid());
create function public.phones(p_room int, p_day date) returns setof text language sql stable security definer set search_path = '' as
$$ select phone from public.bookings where room = p_room and slot && tstzrange(p_day, p_day + 1) $$;
