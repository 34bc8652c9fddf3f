-- The label is free JSON that its sender writes; the reading policy casts a part of it to uuid. One parcel for
-- "the neighbour" and nobody else can read the table any more.
-- expect: error error parcels authenticated

create table public.carriers (
  id bigint generated always as identity primary key,
  name text not null unique
);
alter table public.carriers enable row level security;
create policy "carriers are public" on public.carriers for select using (true);

create table public.parcels (
  id uuid primary key default gen_random_uuid(),
  sender_id uuid not null default auth.uid() references auth.users (id),
  carrier_id bigint references public.carriers (id),
  label jsonb not null default '{}'::jsonb
);
alter table public.parcels enable row level security;
create policy "sender and recipient read" on public.parcels for select to authenticated
  using (sender_id = (select auth.uid()) or (label ->> 'recipient')::uuid = (select auth.uid()));
create policy "send" on public.parcels for insert to authenticated with check (sender_id = (select auth.uid()));
create policy "change" on public.parcels for update to authenticated
  using (sender_id = (select auth.uid())) with check (sender_id = (select auth.uid()));
create policy "withdraw" on public.parcels for delete to authenticated using (sender_id = (select auth.uid()));
