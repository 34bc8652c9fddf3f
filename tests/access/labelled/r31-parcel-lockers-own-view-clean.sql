-- clean
-- Nobody may read the deliveries themselves (row-level security, no policy); a view of the owner shows each side its own, without the courier's notes.
create table public.lockers (id int generated always as identity primary key, street text not null, boxes int not null check (boxes > 0));
create table public.deliveries (
  id uuid primary key default gen_random_uuid(),
  sender_id uuid not null references auth.users (id),
  recipient_id uuid not null references auth.users (id),
  locker_id int not null references public.lockers (id),
  pin char(6) not null check (pin ~ '^[0-9]{6}$'),
  courier_notes text,
  dropped_at timestamptz,
  check (sender_id <> recipient_id)
);
alter table public.lockers enable row level security;
alter table public.deliveries enable row level security;
create policy "lockers are on the map" on public.lockers for select using (true);
create view public.my_deliveries with (security_barrier = true) as
  select d.id, d.locker_id, d.dropped_at,
         case when d.recipient_id = auth.uid() then d.pin end as pin,
         d.sender_id = auth.uid() as outgoing
  from public.deliveries d
  where auth.uid() in (d.sender_id, d.recipient_id);
revoke all on public.my_deliveries from anon, authenticated;
grant select on public.my_deliveries to authenticated;
