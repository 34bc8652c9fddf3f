-- An order comes as a JSON array of products and quantities; prices are read from the catalogue, not from the client.
-- clean
create table public.products (id uuid primary key default gen_random_uuid(), name text not null, price_cents int not null check (price_cents > 0), active boolean not null default true);
create table public.orders (id uuid primary key default gen_random_uuid(), buyer_id uuid not null references auth.users(id), total_cents int not null default 0, placed_at timestamptz not null default now());
create table public.order_items (
  order_id uuid references public.orders(id) on delete cascade,
  product_id uuid references public.products(id),
  quantity int not null check (quantity between 1 and 100),
  price_cents int not null,
  primary key (order_id, product_id)
);
create or replace function public.place_order(items jsonb) returns uuid language plpgsql security definer set search_path = '' as $$
declare v_order uuid; v_total int;
begin
  if auth.uid() is null then raise exception 'not signed in'; end if;
  if jsonb_typeof(items) <> 'array' or jsonb_array_length(items) = 0 then raise exception 'no items'; end if;
  insert into public.orders (buyer_id) values (auth.uid()) returning id into v_order;
  insert into public.order_items (order_id, product_id, quantity, price_cents)
  select v_order, p.id, (i ->> 'quantity')::int, p.price_cents
    from jsonb_array_elements(items) i join public.products p on p.id = (i ->> 'product_id')::uuid and p.active;
  select sum(quantity * price_cents) into v_total from public.order_items where order_id = v_order;
  if v_total is null then raise exception 'no such products'; end if;
  update public.orders set total_cents = v_total where id = v_order;
  return v_order;
end $$;
alter table public.products enable row level security;
alter table public.orders enable row level security;
alter table public.order_items enable row level security;
create policy "active" on public.products for select using (active);
create policy "own" on public.orders for select to authenticated using (buyer_id = auth.uid());
create policy "own" on public.order_items for select to authenticated using (order_id in (select o.id from public.orders o where o.buyer_id = auth.uid()));
