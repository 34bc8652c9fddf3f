-- A shop: the payment provider's webhook is a definer function that anon may call, and it believes the amount it is told.
-- expect: error|warning bypass|tampering|escalation|forgery payment_succeeded|orders|payments anon|authenticated
-- also: bypass|tampering|escalation|forgery payment_succeeded|orders|payments
create table public.products (
  id bigint generated always as identity primary key,
  name text not null,
  price_cents integer not null check (price_cents > 0)
);
create table public.orders (
  id uuid primary key default gen_random_uuid(),
  customer uuid not null default auth.uid() references auth.users (id),
  total_cents integer not null default 0 check (total_cents >= 0),
  status text not null default 'open' check (status in ('open', 'paid', 'shipped', 'cancelled')),
  created_at timestamptz not null default now()
);
create table public.order_lines (
  order_id uuid not null references public.orders (id) on delete cascade,
  product_id bigint not null references public.products (id),
  quantity smallint not null check (quantity between 1 and 99),
  primary key (order_id, product_id)
);
create table public.payments (
  id uuid primary key default gen_random_uuid(),
  order_id uuid not null references public.orders (id),
  amount_cents integer not null,
  paid_at timestamptz not null default now()
);
alter table public.products enable row level security;
alter table public.orders enable row level security;
alter table public.order_lines enable row level security;
alter table public.payments enable row level security;
create policy catalogue on public.products for select using (true);
create policy own_orders on public.orders for select to authenticated using (customer = auth.uid());
create policy own_lines on public.order_lines for select to authenticated
  using (exists (select 1 from public.orders o where o.id = order_id and o.customer = auth.uid()));
create policy own_payments on public.payments for select to authenticated
  using (exists (select 1 from public.orders o where o.id = order_id and o.customer = auth.uid()));
create function public.place_order(product bigint, quantity smallint) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  fresh uuid;
begin
  if auth.uid() is null then
    raise exception 'sign in first';
  end if;
  insert into public.orders (customer, total_cents)
  select auth.uid(), p.price_cents * place_order.quantity from public.products p where p.id = product
  returning id into fresh;
  insert into public.order_lines values (fresh, product, place_order.quantity);
  return fresh;
end;
$$;
-- called by the provider
create function public.payment_succeeded(p_order uuid, p_amount integer) returns void
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.payments (order_id, amount_cents) values (p_order, p_amount);
  update public.orders set status = 'paid' where id = p_order;
end;
$$;
revoke execute on function public.place_order(bigint, smallint) from public, anon;
