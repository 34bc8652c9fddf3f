-- clean
-- Guests have a cart by the secret in their request header, customers by their id; an upsert of one's own is fine.
create function public.cart_token() returns text language sql stable as
$$ select nullif(current_setting('request.headers', true), '')::json ->> 'x-cart-token' $$;
create table products (id bigint generated always as identity primary key, name text not null, price_cents int not null check (price_cents > 0));
create table carts (
  id uuid primary key default gen_random_uuid(),
  user_id uuid references auth.users(id) on delete cascade,
  token text unique check (length(token) >= 32),
  check (user_id is not null or token is not null)
);
create table cart_items (
  cart_id uuid references carts(id) on delete cascade,
  product_id bigint references products(id),
  quantity int not null check (quantity between 1 and 50),
  primary key (cart_id, product_id)
);
alter table products enable row level security;
alter table carts enable row level security;
alter table cart_items enable row level security;
create policy "products" on products for select using (true);
create policy "customer's cart" on carts for all to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
create policy "guest's cart" on carts for all to anon using (user_id is null and token = cart_token())
  with check (user_id is null and token = cart_token());
create policy "items of a cart" on cart_items for all using (exists (select 1 from carts c where c.id = cart_id))
  with check (exists (select 1 from carts c where c.id = cart_id));
