-- The user is an argument with a default: whoever passes another's number gets another's orders.
-- expect: error bypass order_history|orders authenticated|anon

create table public.orders (
  id uuid primary key default gen_random_uuid(),
  customer_id uuid not null default auth.uid() references auth.users (id),
  cents int not null check (cents > 0),
  address text not null
);
alter table public.orders enable row level security;
create policy "own orders" on public.orders for select to authenticated using (customer_id = (select auth.uid()));
create policy "order" on public.orders for insert to authenticated with check (customer_id = (select auth.uid()));
create function public.order_history(p_limit int default 20, p_user uuid default auth.uid()) returns setof public.orders
language sql stable security definer set search_path = '' as
  $$ select * from public.orders o where o.customer_id = p_user order by o.id limit least(p_limit, 100) $$;
