-- A browser game: gems are bought through a payment webhook, but the wallet row is open to its owner; and items are given in another's name.
-- expect: error|warning escalation|tampering wallets
-- expect: error|warning forgery inventory
create table public.wallets (
  user_id uuid primary key references auth.users(id) on delete cascade,
  gems integer not null default 0 check (gems >= 0),
  updated_at timestamptz not null default now()
);
create table public.shop_items (
  id int generated always as identity primary key,
  name text not null,
  price_gems integer not null check (price_gems > 0),
  active boolean not null default true
);
create table public.inventory (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users(id) on delete cascade,
  item_id int not null references public.shop_items(id),
  acquired_at timestamptz not null default now()
);
alter table public.wallets enable row level security;
alter table public.shop_items enable row level security;
alter table public.inventory enable row level security;
create policy "own wallet" on public.wallets for select to authenticated using (user_id = auth.uid());
create policy "open wallet" on public.wallets for insert to authenticated with check (user_id = auth.uid() and gems = 0);
create policy "update own wallet" on public.wallets for update to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
create policy "active items" on public.shop_items for select using (active);
create policy "own inventory" on public.inventory for select to authenticated using (user_id = auth.uid());
create policy "add to inventory" on public.inventory for insert to authenticated with check (exists (select 1 from public.shop_items s where s.id = item_id and s.active));
create policy "drop from inventory" on public.inventory for delete to authenticated using (user_id = auth.uid());
create function public.buy_item(p_item int) returns uuid language plpgsql security definer set search_path = '' as $$
declare v_price int; v_id uuid;
begin
  select price_gems into v_price from public.shop_items where id = p_item and active;
  if v_price is null then raise exception 'no such item'; end if;
  update public.wallets set gems = gems - v_price, updated_at = now() where user_id = auth.uid() and gems >= v_price;
  if not found then raise exception 'not enough gems'; end if;
  insert into public.inventory (user_id, item_id) values (auth.uid(), p_item) returning id into v_id;
  return v_id;
end $$;
