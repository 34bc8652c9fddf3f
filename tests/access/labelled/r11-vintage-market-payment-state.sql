-- Second-hand clothes: the buyer updates the own order, and with it the state of its payment, which must start as pending.
-- expect: error|warning escalation|tampering orders
-- expect: error|warning forgery|tampering notifications
create table public.listings (
  id uuid primary key default gen_random_uuid(),
  seller_id uuid not null references auth.users(id) on delete cascade,
  title text not null,
  price_cents int not null check (price_cents > 0)
);
create table public.orders (
  id uuid primary key default gen_random_uuid(),
  listing_id uuid not null references public.listings(id),
  buyer_id uuid not null references auth.users(id),
  payment_status text not null default 'pending' check (payment_status in ('pending','paid','refunded')),
  ship_to text
);
create table public.notifications (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users(id) on delete cascade,
  title text not null,
  link text,
  read boolean not null default false,
  created_at timestamptz not null default now()
);
alter table public.listings enable row level security;
alter table public.orders enable row level security;
alter table public.notifications enable row level security;
create policy "Listings are public" on public.listings for select using (true);
create policy "Sellers list" on public.listings for insert to authenticated with check (seller_id = auth.uid());
create policy "Sellers edit" on public.listings for update to authenticated using (seller_id = auth.uid()) with check (seller_id = auth.uid());
create policy "Buyers see own orders" on public.orders for select to authenticated using (buyer_id = auth.uid());
create policy "Sellers see orders" on public.orders for select to authenticated
  using (exists (select 1 from public.listings l where l.id = listing_id and l.seller_id = auth.uid()));
create policy "Buyers order" on public.orders for insert to authenticated with check (buyer_id = auth.uid() and payment_status = 'pending');
create policy "Buyers update own orders" on public.orders for update to authenticated using (buyer_id = auth.uid()) with check (buyer_id = auth.uid());
create policy "Users see own notifications" on public.notifications for select to authenticated using (user_id = auth.uid());
create policy "Users mark own notifications" on public.notifications for update to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
create policy "System can create notifications" on public.notifications for insert to authenticated with check (true);
create function public.refund(p_order uuid) returns void language plpgsql security definer set search_path = '' as $$
begin
  update public.orders o set payment_status = 'refunded'
    from public.listings l
   where o.id = p_order and l.id = o.listing_id and l.seller_id = auth.uid() and o.payment_status = 'paid';
  if not found then raise exception 'nothing to refund' using errcode = '42501'; end if;
end $$;
