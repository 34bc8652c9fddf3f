-- Marketplace: public active products, sellers write their own, buyers' orders via function, reviews one per buyer.
-- clean
create table public.sellers (id uuid primary key references auth.users(id), shop_name text not null, verified boolean not null default false);
create table public.products (
  id uuid primary key default gen_random_uuid(),
  seller_id uuid not null references public.sellers(id) on delete cascade,
  title text not null, price_cents int not null check (price_cents > 0), stock int not null default 0 check (stock >= 0),
  active boolean not null default true
);
create table public.orders (
  id uuid primary key default gen_random_uuid(),
  buyer_id uuid not null references auth.users(id),
  product_id uuid not null references public.products(id),
  quantity int not null check (quantity between 1 and 50),
  price_cents int not null,
  status text not null default 'pending' check (status in ('pending','paid','shipped','cancelled'))
);
create table public.reviews (
  product_id uuid not null references public.products(id) on delete cascade,
  buyer_id uuid not null default auth.uid() references auth.users(id),
  stars int not null check (stars between 1 and 5), text text,
  primary key (product_id, buyer_id)
);
alter table public.sellers enable row level security;
alter table public.products enable row level security;
alter table public.orders enable row level security;
alter table public.reviews enable row level security;
create policy sellers_public on public.sellers for select using (true);
create policy sellers_self on public.sellers for insert to authenticated with check (id = auth.uid() and not verified);
create policy products_public on public.products for select using (active or seller_id = auth.uid());
create policy products_insert on public.products for insert to authenticated with check (seller_id = auth.uid());
create policy products_update on public.products for update to authenticated using (seller_id = auth.uid()) with check (seller_id = auth.uid());
create policy products_delete on public.products for delete to authenticated using (seller_id = auth.uid() );
create policy orders_buyer on public.orders for select to authenticated using (buyer_id = auth.uid());
create policy orders_seller on public.orders for select to authenticated using (exists (select 1 from public.products p where p.id = product_id and p.seller_id = auth.uid()));
create policy reviews_public on public.reviews for select using (true);
create policy reviews_bought on public.reviews for insert to authenticated with check (
  buyer_id = auth.uid() and exists (select 1 from public.orders o where o.product_id = reviews.product_id and o.buyer_id = auth.uid() and o.status in ('paid','shipped')));
create policy reviews_own on public.reviews for delete to authenticated using (buyer_id = auth.uid());
create function public.place_order(product uuid, qty int) returns uuid language plpgsql security definer set search_path = '' as $$
declare oid uuid; p public.products;
begin
  if auth.uid() is null then raise exception 'sign in'; end if;
  select * into p from public.products where id = product and active for update;
  if not found or p.stock < qty or qty < 1 then raise exception 'not available'; end if;
  update public.products set stock = stock - qty where id = product;
  insert into public.orders (buyer_id, product_id, quantity, price_cents) values (auth.uid(), product, qty, p.price_cents * qty) returning id into oid;
  return oid;
end $$;
create function public.cancel_order(o uuid) returns void language plpgsql security definer set search_path = '' as $$
declare r public.orders;
begin
  update public.orders set status = 'cancelled' where id = o and buyer_id = auth.uid() and status = 'pending' returning * into r;
  if r.id is null then raise exception 'cannot cancel'; end if;
  update public.products set stock = stock + r.quantity where id = r.product_id;
end $$;
create function public.ship_order(o uuid) returns void language plpgsql security definer set search_path = '' as $$
begin
  update public.orders set status = 'shipped' where id = o and status = 'paid'
    and exists (select 1 from public.products p where p.id = orders.product_id and p.seller_id = auth.uid());
  if not found then raise exception 'cannot ship'; end if;
end $$;
