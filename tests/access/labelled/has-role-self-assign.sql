-- The same tables, but with "Users can insert their own role", added when the sign-up screen asked for one.
-- expect: error escalation user_roles authenticated
-- also: escalation|bypass orders
create type public.app_role as enum ('admin', 'seller', 'buyer');
create table public.user_roles (
  id uuid primary key default gen_random_uuid(),
  user_id uuid references auth.users(id) on delete cascade not null,
  role public.app_role not null default 'buyer',
  unique (user_id, role)
);
alter table public.user_roles enable row level security;
create or replace function public.has_role(_user_id uuid, _role public.app_role) returns boolean
language sql stable security definer set search_path = public as $$
  select exists (select 1 from public.user_roles where user_id = _user_id and role = _role)
$$;
create policy "Users can view own roles" on public.user_roles for select using (auth.uid() = user_id);
create policy "Users can insert their own role" on public.user_roles for insert with check (auth.uid() = user_id);
create table public.products (
  id uuid primary key default gen_random_uuid(),
  seller_id uuid not null references auth.users(id),
  title text not null,
  price numeric(10,2) not null check (price >= 0),
  is_active boolean not null default true
);
alter table public.products enable row level security;
create policy "Anyone can view active products" on public.products for select using (is_active);
create policy "Sellers manage own products" on public.products for all to authenticated
  using (seller_id = auth.uid()) with check (seller_id = auth.uid() and public.has_role(auth.uid(), 'seller'));
create table public.orders (
  id uuid primary key default gen_random_uuid(),
  buyer_id uuid not null references auth.users(id),
  product_id uuid not null references public.products(id),
  quantity int not null default 1 check (quantity > 0),
  status text not null default 'pending' check (status in ('pending', 'paid', 'shipped', 'delivered', 'cancelled')),
  shipping_address jsonb
);
alter table public.orders enable row level security;
create policy "Buyers view own orders" on public.orders for select to authenticated using (buyer_id = auth.uid());
create policy "Buyers create orders" on public.orders for insert to authenticated with check (buyer_id = auth.uid());
create policy "Admins view all orders" on public.orders for select to authenticated using (public.has_role(auth.uid(), 'admin'));
