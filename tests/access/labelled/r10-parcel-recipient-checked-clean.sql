-- The same cast, over a column whose check lets only uuids in.
-- clean

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
  label jsonb not null default '{}'::jsonb,
  constraint recipient_is_a_user_id check (
    label ->> 'recipient' is null
    or label ->> 'recipient' ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$')
);
alter table public.parcels enable row level security;
create policy "sender and recipient read" on public.parcels for select to authenticated
  using (sender_id = (select auth.uid()) or (label ->> 'recipient')::uuid = (select auth.uid()));
create policy "send" on public.parcels for insert to authenticated with check (sender_id = (select auth.uid()));
create policy "change" on public.parcels for update to authenticated
  using (sender_id = (select auth.uid())) with check (sender_id = (select auth.uid()));
create policy "withdraw" on public.parcels for delete to authenticated using (sender_id = (select auth.uid()));
