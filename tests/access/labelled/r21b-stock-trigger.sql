-- expect: error|warning dead take_stock|products|orders
create table public.staff (user_id uuid primary key references auth.users(id));
create table public.products (id uuid primary key default gen_random_uuid(), name text not null, stock int not null default 10);
create table public.orders (id uuid primary key default gen_random_uuid(), product_id uuid not null references public.products(id), buyer_id uuid not null default auth.uid() references auth.users(id), qty int not null check (qty > 0));
create function public.is_staff() returns boolean language sql stable security definer set search_path = '' as $$ select exists (select 1 from public.staff where user_id = auth.uid()) $$;
alter table public.staff enable row level security; alter table public.products enable row level security; alter table public.orders enable row level security;
create policy s on public.staff for select to authenticated using (user_id = auth.uid());
create policy p on public.products for select using (true);
create policy pu on public.products for update to authenticated using (public.is_staff()) with check (public.is_staff());
create policy o on public.orders for select to authenticated using (buyer_id = auth.uid() or public.is_staff());
create policy oi on public.orders for insert to authenticated with check (buyer_id = auth.uid());
create function public.take_stock() returns trigger language plpgsql set search_path = '' as $$ begin
 update public.products set stock = stock - new.qty where id = new.product_id; return new; end $$;
create trigger take_stock after insert on public.orders for each row execute function public.take_stock();
