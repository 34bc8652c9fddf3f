-- order_items INSERT looks only whether one is signed in: items into somebody else's order.
-- expect: error forgery|tampering order_items authenticated
create table orders (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users,
  status text not null default 'pending',
  total numeric(10,2) not null default 0
);
create table order_items (
  id bigint generated always as identity primary key,
  order_id uuid not null references orders(id) on delete cascade,
  product_name text not null,
  quantity int not null check (quantity > 0)
);
alter table orders enable row level security;
alter table order_items enable row level security;
create policy "own orders" on orders for select to authenticated using (user_id = auth.uid());
create policy "place orders" on orders for insert to authenticated with check (user_id = auth.uid());
create policy "own items" on order_items for select to authenticated using (
  exists (select 1 from orders o where o.id = order_id and o.user_id = auth.uid()));
create policy "add items" on order_items for insert to authenticated with check (auth.role() = 'authenticated');
