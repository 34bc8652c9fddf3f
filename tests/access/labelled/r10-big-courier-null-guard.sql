-- Twelve tables that are right, and one guard that is not: `auth.uid() <> courier` is null for a visitor who is not
-- signed in, and for a delivery that nobody took yet, so that anybody ends them.
-- expect: error bypass|tampering|escalation|forgery complete_delivery|deliveries|courier_earnings|delivery_events anon|authenticated
-- also: bypass|tampering|escalation|forgery complete_delivery|deliveries|courier_earnings|delivery_events

create table public.couriers (
  user_id uuid primary key references auth.users (id),
  name text not null,
  vehicle text not null default 'bike' check (vehicle in ('bike', 'van'))
);
alter table public.couriers enable row level security;
create policy "courier reads itself" on public.couriers for select to authenticated using (user_id = (select auth.uid()));
revoke update on public.couriers from anon, authenticated;
grant update (name) on public.couriers to authenticated;
create policy "courier renames itself" on public.couriers for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));

create table public.zones (id int primary key, name text not null unique);
alter table public.zones enable row level security;
create policy "zones are public" on public.zones for select using (true);

create table public.price_list (
  zone_id int primary key references public.zones (id),
  cents int not null check (cents > 0)
);
alter table public.price_list enable row level security;
create policy "prices are public" on public.price_list for select using (true);

create table public.addresses (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users (id),
  line text not null, city text not null
);
alter table public.addresses enable row level security;
create policy "own addresses" on public.addresses for all to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));

create table public.saved_cards (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users (id),
  last4 char(4) not null check (last4 ~ '^[0-9]{4}$')
);
alter table public.saved_cards enable row level security;
create policy "own saved_cards" on public.saved_cards for all to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));

create table public.contacts (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users (id),
  name text not null, phone text
);
alter table public.contacts enable row level security;
create policy "own contacts" on public.contacts for all to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));

create table public.device_settings (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users (id),
  dark boolean not null default false
);
alter table public.device_settings enable row level security;
create policy "own device_settings" on public.device_settings for all to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));

create table public.vouchers_wallet (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users (id),
  note text not null
);
alter table public.vouchers_wallet enable row level security;
create policy "own vouchers_wallet" on public.vouchers_wallet for all to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));

create table public.favourite_zones (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users (id),
  zone_id int not null references public.zones (id)
);
alter table public.favourite_zones enable row level security;
create policy "own favourite_zones" on public.favourite_zones for all to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));

create table public.deliveries (
  id uuid primary key default gen_random_uuid(),
  customer_id uuid not null default auth.uid() references auth.users (id),
  courier_id uuid references public.couriers (user_id),
  zone_id int not null references public.zones (id),
  state text not null default 'open' check (state in ('open', 'taken', 'delivered')),
  fee_cents int not null default 0 check (fee_cents >= 0)
);
create table public.courier_earnings (
  id bigint generated always as identity primary key,
  courier_id uuid references public.couriers (user_id),
  delivery_id uuid not null references public.deliveries (id),
  cents int not null
);
create table public.delivery_events (
  id bigint generated always as identity primary key,
  delivery_id uuid not null references public.deliveries (id),
  what text not null,
  at timestamptz not null default now()
);
alter table public.deliveries enable row level security;
alter table public.courier_earnings enable row level security;
alter table public.delivery_events enable row level security;
create policy "both sides read" on public.deliveries for select to authenticated
  using (customer_id = (select auth.uid()) or courier_id = (select auth.uid()));
create policy "order" on public.deliveries for insert to authenticated
  with check (customer_id = (select auth.uid()) and courier_id is null and state = 'open' and fee_cents = 0);
create policy "own earnings" on public.courier_earnings for select to authenticated using (courier_id = (select auth.uid()));
create policy "events of mine" on public.delivery_events for select to authenticated
  using (exists (select 1 from public.deliveries d where d.id = delivery_id));

create function public.complete_delivery(p_delivery uuid) returns void
language plpgsql security definer set search_path = '' as $$
declare
  d public.deliveries;
begin
  select * into d from public.deliveries where id = p_delivery for update;
  if d.id is null then
    raise exception 'no such delivery';
  end if;
  if auth.uid() <> d.courier_id then
    raise exception 'not your delivery' using errcode = '42501';
  end if;
  update public.deliveries set state = 'delivered' where id = p_delivery;
  insert into public.courier_earnings (courier_id, delivery_id, cents) values (d.courier_id, p_delivery, d.fee_cents);
  insert into public.delivery_events (delivery_id, what) values (p_delivery, 'delivered');
end $$;
