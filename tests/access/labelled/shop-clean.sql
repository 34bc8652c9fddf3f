-- Products public; carts, orders, items by owner; payments written by the service.
-- clean
create table products (
  id uuid primary key default gen_random_uuid(),
  sku text unique not null,
  name text not null,
  price numeric(10,2) not null check (price > 0),
  stock int not null default 0 check (stock >= 0),
  active boolean not null default true
);
create table carts (user_id uuid primary key default auth.uid() references auth.users on delete cascade, updated_at timestamptz not null default now());
create table cart_items (
  cart_user uuid not null references carts(user_id) on delete cascade,
  product_id uuid not null references products(id),
  quantity int not null check (quantity between 1 and 99),
  primary key (cart_user, product_id)
);
create table orders (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users,
  status text not null default 'pending' check (status in ('pending','paid','shipped','cancelled')),
  total numeric(10,2) not null check (total >= 0),
  created_at timestamptz not null default now()
);
create table order_items (
  id bigint generated always as identity primary key,
  order_id uuid not null references orders(id) on delete cascade,
  product_id uuid not null references products(id),
  quantity int not null check (quantity > 0),
  unit_price numeric(10,2) not null
);
create table payments (
  id uuid primary key default gen_random_uuid(),
  order_id uuid not null references orders(id),
  provider_ref text unique not null,
  amount numeric(10,2) not null,
  raw jsonb not null
);
alter table products enable row level security;
alter table carts enable row level security;
alter table cart_items enable row level security;
alter table orders enable row level security;
alter table order_items enable row level security;
alter table payments enable row level security;
create policy "active products" on products for select to anon, authenticated using (active);
create policy "own cart" on carts for all to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
create policy "own items" on cart_items for all to authenticated using (cart_user = auth.uid()) with check (cart_user = auth.uid());
create policy "own orders" on orders for select to authenticated using (user_id = auth.uid());
create policy "own order items" on order_items for select to authenticated using (
  exists (select 1 from orders o where o.id = order_id and o.user_id = auth.uid()));
create or replace function checkout() returns uuid language plpgsql security definer set search_path = public as $$
declare
  me uuid := auth.uid();
  new_order uuid;
begin
  if me is null then raise exception 'sign in first'; end if;
  insert into orders (user_id, total)
  select me, coalesce(sum(p.price * i.quantity), 0) from cart_items i join products p on p.id = i.product_id where i.cart_user = me
  returning id into new_order;
  insert into order_items (order_id, product_id, quantity, unit_price)
  select new_order, i.product_id, i.quantity, p.price from cart_items i join products p on p.id = i.product_id where i.cart_user = me;
  delete from cart_items where cart_user = me;
  return new_order;
end $$;
revoke execute on function checkout() from public, anon;
