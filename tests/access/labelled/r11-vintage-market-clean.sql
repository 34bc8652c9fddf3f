-- clean
-- Second-hand clothes: buyer and seller share an order, each moves it only through functions; reviews come after a delivery.
create type public.order_state as enum ('placed', 'paid', 'sent', 'received', 'cancelled');
create table public.listings (
  id uuid primary key default gen_random_uuid(),
  seller_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  title text not null,
  price_cents int not null check (price_cents > 0),
  sold boolean not null default false
);
create table public.orders (
  id uuid primary key default gen_random_uuid(),
  listing_id uuid not null unique references public.listings(id),
  buyer_id uuid not null references auth.users(id),
  seller_id uuid not null references auth.users(id),
  state public.order_state not null default 'placed',
  ship_to text not null,
  check (buyer_id <> seller_id)
);
create table public.reviews (
  order_id uuid primary key references public.orders(id) on delete cascade,
  author_id uuid not null default auth.uid() references auth.users(id),
  stars int not null check (stars between 1 and 5),
  body text
);
alter table public.listings enable row level security;
alter table public.orders enable row level security;
alter table public.reviews enable row level security;
create policy "unsold listings are public" on public.listings for select using (not sold or seller_id = auth.uid());
create policy "sell" on public.listings for insert to authenticated with check (seller_id = auth.uid() and not sold);
create policy "edit unsold" on public.listings for update to authenticated using (seller_id = auth.uid() and not sold) with check (seller_id = auth.uid() and not sold);
create policy "take down unsold" on public.listings for delete to authenticated using (seller_id = auth.uid() and not sold);
create policy "my orders" on public.orders for select to authenticated using (auth.uid() in (buyer_id, seller_id));
create policy "reviews are public" on public.reviews for select using (true);
create policy "review what I received" on public.reviews for insert to authenticated
  with check (author_id = auth.uid() and exists (select 1 from public.orders o where o.id = order_id and o.buyer_id = auth.uid() and o.state = 'received'));
create function public.buy(p_listing uuid, p_ship_to text) returns uuid language plpgsql security definer set search_path = '' as $$
declare l public.listings; v uuid;
begin
  if auth.uid() is null then raise exception 'sign in first' using errcode = '42501'; end if;
  select * into l from public.listings where id = p_listing and not sold for update;
  if l.id is null or l.seller_id = auth.uid() then raise exception 'not for sale to you'; end if;
  update public.listings set sold = true where id = l.id;
  insert into public.orders (listing_id, buyer_id, seller_id, ship_to) values (l.id, auth.uid(), l.seller_id, p_ship_to) returning id into v;
  return v;
end $$;
create function public.mark_sent(p_order uuid) returns void language plpgsql security definer set search_path = '' as $$
begin
  update public.orders set state = 'sent' where id = p_order and seller_id = auth.uid() and state = 'paid';
  if not found then raise exception 'not yours to send' using errcode = '42501'; end if;
end $$;
create function public.mark_received(p_order uuid) returns void language plpgsql security definer set search_path = '' as $$
begin
  update public.orders set state = 'received' where id = p_order and buyer_id = auth.uid() and state = 'sent';
  if not found then raise exception 'not yours to receive' using errcode = '42501'; end if;
end $$;
