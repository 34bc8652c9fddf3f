-- Ordering at the table: guests order without an account, and anyone at all may change the state and the sum of every order.
-- expect: error|warning tampering|exposure orders
-- also: tampering|exposure orders
create table public.cafe_tables (id int primary key, seats int not null check (seats between 1 and 20));
create table public.menu_items (
  id int generated always as identity primary key,
  name text not null,
  price_cents int not null check (price_cents > 0),
  available boolean not null default true
);
create table public.waiters (user_id uuid primary key references auth.users(id) on delete cascade);
create table public.orders (
  id uuid primary key default gen_random_uuid(),
  table_id int not null references public.cafe_tables(id),
  customer_id uuid default auth.uid() references auth.users(id),
  total_cents int not null default 0 check (total_cents >= 0),
  state text not null default 'new' check (state in ('new','cooking','served','paid')),
  created_at timestamptz not null default now()
);
create function public.is_waiter() returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.waiters where user_id = (select auth.uid())) $$;
alter table public.cafe_tables enable row level security;
alter table public.menu_items enable row level security;
alter table public.waiters enable row level security;
alter table public.orders enable row level security;
create policy tables_read on public.cafe_tables for select using (true);
create policy menu_read on public.menu_items for select using (true);
create policy menu_write on public.menu_items for all to authenticated using (public.is_waiter()) with check (public.is_waiter());
create policy orders_own on public.orders for select to authenticated using (customer_id = auth.uid() or public.is_waiter());
create policy orders_insert on public.orders for insert to anon, authenticated with check (state = 'new' and customer_id is not distinct from auth.uid());
create policy orders_update on public.orders for update to anon, authenticated using (true) with check (true);
create policy orders_read_for_update on public.orders for select to anon, authenticated using (state <> 'paid');
