-- Shop: orders are written by a definer function alone, which takes the price from the table and the buyer from the token; the view runs as its caller.
-- clean
create table public.products (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  price_cents integer not null check (price_cents > 0),
  available boolean not null default true
);
create table public.orders (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users(id),
  status text not null default 'new' check (status in ('new', 'paid', 'cancelled')),
  created_at timestamptz not null default now()
);
create table public.order_items (
  id bigint generated always as identity primary key,
  order_id uuid not null references public.orders(id) on delete cascade,
  product_id uuid not null references public.products(id),
  quantity integer not null check (quantity > 0),
  price_cents integer not null
);
alter table public.products enable row level security;
alter table public.orders enable row level security;
alter table public.order_items enable row level security;
create policy products_read on public.products for select using (available);
create policy orders_read on public.orders for select to authenticated using (user_id = auth.uid());
create policy items_read on public.order_items for select to authenticated
  using (exists (select 1 from public.orders o where o.id = order_id and o.user_id = auth.uid()));
create function public.checkout(p_product uuid, p_quantity integer) returns uuid language plpgsql security definer set search_path = '' as $$
declare
  v_price integer;
  v_order uuid;
begin
  if auth.uid() is null then
    raise exception 'sign in first';
  end if;
  select price_cents into v_price from public.products where id = p_product and available;
  if v_price is null then
    raise exception 'no such product';
  end if;
  insert into public.orders (user_id) values (auth.uid()) returning id into v_order;
  insert into public.order_items (order_id, product_id, quantity, price_cents) values (v_order, p_product, p_quantity, v_price);
  return v_order;
end $$;
create function public.cancel_order(p_order uuid) returns void language plpgsql security definer set search_path = '' as $$
begin
  update public.orders set status = 'cancelled' where id = p_order and user_id = auth.uid() and status = 'new';
  if not found then
    raise exception 'cannot cancel';
  end if;
end $$;
create view public.order_totals with (security_invoker = true) as
  select o.id, o.user_id, o.status, sum(i.quantity * i.price_cents) as total_cents
  from public.orders o join public.order_items i on i.order_id = o.id group by o.id, o.user_id, o.status;
