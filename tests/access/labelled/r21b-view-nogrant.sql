-- expect: error|warning dead|error open_orders|orders
create table public.orders (id uuid primary key default gen_random_uuid(), user_id uuid not null default auth.uid() references auth.users(id), cents int not null, open boolean not null default true);
alter table public.orders enable row level security;
create policy own on public.orders for select to authenticated using (user_id = (select auth.uid()));
revoke all on public.orders from anon, authenticated;
create view public.open_orders with (security_invoker = true) as select id, cents from public.orders where open;
grant select on public.open_orders to authenticated;
