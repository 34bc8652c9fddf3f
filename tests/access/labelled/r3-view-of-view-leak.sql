-- An invoker view over a definer view: the inner one leaks.
-- expect: error bypass inner_orders|outer_orders anon
-- also: bypass inner_orders|outer_orders
create table public.orders (id uuid primary key default gen_random_uuid(), user_id uuid not null default auth.uid() references auth.users(id), total numeric(10,2) not null, address text not null);
alter table public.orders enable row level security;
create policy own on public.orders for all to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
create view public.inner_orders as select id, user_id, total, address from public.orders;
create view public.outer_orders with (security_invoker = true) as select id, total, address from public.inner_orders where total > 0;
