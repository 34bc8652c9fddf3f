-- platform: postgres
-- clean
-- A fleet with customers by setting: every table guarded, views with the rights of the caller, the definer function asks.
create role fleet_api nologin;
create role fleet_reporting nologin;
create table public.customers (id uuid primary key default gen_random_uuid(), name text not null);
create table public.trucks (
  id uuid primary key default gen_random_uuid(),
  customer_id uuid not null references public.customers(id),
  plate text not null unique
);
create table public.positions (
  truck_id uuid not null references public.trucks(id),
  customer_id uuid not null references public.customers(id),
  at timestamptz not null default now(),
  lat real not null check (lat between -90 and 90),
  lon real not null check (lon between -180 and 180),
  primary key (truck_id, at)
);
create function public.current_customer() returns uuid language sql stable as
  $$ select nullif(current_setting('fleet.customer', true), '')::uuid $$;
alter table public.customers enable row level security;
alter table public.trucks enable row level security;
alter table public.positions enable row level security;
create policy customers_self on public.customers for select to fleet_api using (id = public.current_customer());
create policy trucks_own on public.trucks to fleet_api using (customer_id = public.current_customer()) with check (customer_id = public.current_customer());
create policy positions_read on public.positions for select to fleet_api using (customer_id = public.current_customer());
create policy positions_write on public.positions for insert to fleet_api
  with check (customer_id = public.current_customer() and exists (select 1 from public.trucks t where t.id = truck_id));
create view public.last_position with (security_invoker = true) as
  select distinct on (truck_id) truck_id, at, lat, lon from public.positions order by truck_id, at desc;
create function public.truck_count() returns bigint language sql stable security definer set search_path = '' as
  $$ select count(*) from public.trucks where customer_id = public.current_customer() $$;
create policy trucks_reporting on public.trucks for select to fleet_reporting using (true);
create policy positions_reporting on public.positions for select to fleet_reporting using (true);
grant select on public.customers, public.last_position to fleet_api;
grant select, insert, update, delete on public.trucks to fleet_api;
grant select, insert on public.positions to fleet_api;
grant select on public.trucks, public.positions to fleet_reporting;
