-- Recipients' addresses and phone numbers are read by everyone who is signed in, although each belongs to who wrote it
-- down. A courier may mark a delivery done, but no policy lets him see one.
-- expect: error|warning|review exposure recipients authenticated
-- expect: error|warning dead deliveries authenticated
create table public.recipients (
  id uuid primary key default gen_random_uuid(),
  customer_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  full_name text not null,
  street text not null,
  phone text,
  door_code text
);
create table public.bouquets (
  id int generated always as identity primary key,
  name text not null,
  price_cents int not null check (price_cents > 0)
);
create table public.deliveries (
  id uuid primary key default gen_random_uuid(),
  recipient_id uuid not null references public.recipients (id) on delete cascade,
  bouquet_id int not null references public.bouquets (id),
  courier_id uuid references auth.users (id) on delete set null,
  delivered_at timestamptz
);
alter table public.recipients enable row level security;
alter table public.bouquets enable row level security;
alter table public.deliveries enable row level security;
create policy "shop window" on public.bouquets for select using (true);
create policy "Enable read access for all users" on public.recipients for select to authenticated using (true);
create policy "Write own recipients" on public.recipients for insert to authenticated with check (customer_id = auth.uid());
create policy "Change own recipients" on public.recipients for update to authenticated using (customer_id = auth.uid());
create policy "Remove own recipients" on public.recipients for delete to authenticated using (customer_id = auth.uid());
create policy "Order for own recipients" on public.deliveries for insert to authenticated with check (
  delivered_at is null and courier_id is null
  and exists (select 1 from public.recipients r where r.id = recipient_id and r.customer_id = auth.uid()));
create policy "Couriers deliver" on public.deliveries for update to authenticated using (courier_id = auth.uid());
