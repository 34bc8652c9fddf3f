-- Orders are visible to "available" drivers; anyone may register as a driver with is_approved true.
-- expect: error escalation drivers authenticated
-- also: escalation|bypass|tampering deliveries
create table public.drivers (user_id uuid primary key references auth.users(id) on delete cascade, vehicle text not null, is_approved boolean not null default false);
create table public.deliveries (
  id uuid primary key default gen_random_uuid(),
  customer_id uuid not null references auth.users(id),
  driver_id uuid references public.drivers(user_id),
  address text not null,
  phone text not null,
  status text not null default 'open' check (status in ('open', 'assigned', 'done'))
);
alter table public.drivers enable row level security;
alter table public.deliveries enable row level security;
create policy "own driver" on public.drivers for select to authenticated using (user_id = auth.uid());
create policy "register" on public.drivers for insert to authenticated with check (user_id = auth.uid());
create policy "customer" on public.deliveries for select to authenticated using (customer_id = auth.uid());
create policy "order" on public.deliveries for insert to authenticated with check (customer_id = auth.uid() and driver_id is null);
create policy "driver reads open" on public.deliveries for select to authenticated using (
  exists (select 1 from public.drivers d where d.user_id = auth.uid() and d.is_approved) and (status = 'open' or driver_id = auth.uid()));
create policy "driver takes" on public.deliveries for update to authenticated using (
  exists (select 1 from public.drivers d where d.user_id = auth.uid() and d.is_approved) and (status = 'open' or driver_id = auth.uid()))
  with check (driver_id = auth.uid());
