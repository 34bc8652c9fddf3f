-- Shop: a materialized view of what each customer spent, with name and mail, is readable over the API.
-- expect: error bypass|exposure customer_totals
-- also: bypass|exposure customer_totals|orders|customers
create table public.customers (
  id uuid primary key references auth.users(id) on delete cascade,
  full_name text not null,
  email text not null,
  phone text
);
create table public.products (
  id bigint generated always as identity primary key,
  name text not null,
  price_cents integer not null check (price_cents > 0),
  active boolean not null default true
);
create table public.orders (
  id uuid primary key default gen_random_uuid(),
  customer_id uuid not null references public.customers(id) on delete cascade,
  status text not null default 'pending' check (status in ('pending', 'paid', 'shipped', 'cancelled')),
  total_cents integer not null default 0 check (total_cents >= 0),
  created_at timestamptz not null default now()
);
create table public.order_items (
  order_id uuid not null references public.orders(id) on delete cascade,
  product_id bigint not null references public.products(id),
  quantity integer not null check (quantity between 1 and 99),
  primary key (order_id, product_id)
);
alter table public.customers enable row level security;
alter table public.products enable row level security;
alter table public.orders enable row level security;
alter table public.order_items enable row level security;
create policy customers_own on public.customers for select to authenticated using (id = (select auth.uid()));
create policy customers_edit on public.customers for update to authenticated using (id = (select auth.uid())) with check (id = (select auth.uid()));
create policy products_public on public.products for select using (active);
create policy orders_own on public.orders for select to authenticated using (customer_id = (select auth.uid()));
create policy items_own on public.order_items for select to authenticated
  using (exists (select 1 from public.orders o where o.id = order_id and o.customer_id = (select auth.uid())));
create materialized view public.customer_totals as
  select c.id as customer_id, c.full_name, c.email, count(o.id) as orders, coalesce(sum(o.total_cents), 0) as spent_cents
  from public.customers c left join public.orders o on o.customer_id = c.id group by c.id, c.full_name, c.email;
create unique index on public.customer_totals (customer_id);
create function public.refresh_customer_totals() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  refresh materialized view public.customer_totals;
  return null;
end $$;
create trigger orders_changed after insert or update or delete on public.orders for each statement execute function public.refresh_customer_totals();
