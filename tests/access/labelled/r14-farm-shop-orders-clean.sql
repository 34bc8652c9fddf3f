-- Buyers order from farmers; the farmer of the product is written in by a trigger, and moves the state only.
-- clean

create table public.products (
  id uuid primary key default gen_random_uuid(),
  farmer_id uuid not null default auth.uid() references auth.users (id),
  name text not null,
  cents int not null check (cents > 0)
);
create table public.orders (
  id uuid primary key default gen_random_uuid(),
  product_id uuid not null references public.products (id),
  buyer_id uuid not null default auth.uid() references auth.users (id),
  farmer_id uuid not null references auth.users (id),
  state text not null default 'new' check (state in ('new', 'packed', 'done'))
);
create function public.fill_farmer() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  select p.farmer_id into new.farmer_id from public.products p where p.id = new.product_id;
  new.state := 'new';
  return new;
end $$;
create trigger fill_farmer before insert on public.orders for each row execute function public.fill_farmer();
alter table public.products enable row level security;
alter table public.orders enable row level security;
create policy "products" on public.products for select using (true);
create policy "offer" on public.products for insert to authenticated with check (farmer_id = (select auth.uid()));
create policy "reprice" on public.products for update to authenticated
  using (farmer_id = (select auth.uid())) with check (farmer_id = (select auth.uid()));
revoke update on public.orders from anon, authenticated;
grant update (state) on public.orders to authenticated;
create policy "both sides" on public.orders for select to authenticated using ((select auth.uid()) in (buyer_id, farmer_id));
create policy "order" on public.orders for insert to authenticated with check (buyer_id = (select auth.uid()));
create policy "farmer packs" on public.orders for update to authenticated
  using (farmer_id = (select auth.uid())) with check (farmer_id = (select auth.uid()));
