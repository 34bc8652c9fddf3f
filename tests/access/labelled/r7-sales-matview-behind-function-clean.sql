-- Seller dashboard: the materialized view is revoked from the API roles; a definer function shows each seller the own line only.
-- clean
create table public.sellers (
  id uuid primary key references auth.users(id) on delete cascade,
  shop_name text not null,
  iban text
);
create table public.sales (
  id bigint generated always as identity primary key,
  seller_id uuid not null references public.sellers(id) on delete cascade,
  amount_cents integer not null check (amount_cents > 0),
  sold_on date not null default current_date
);
create table public.payouts (
  id bigint generated always as identity primary key,
  seller_id uuid not null references public.sellers(id) on delete cascade,
  amount_cents integer not null check (amount_cents > 0)
);
create materialized view public.sales_by_seller as
  select seller_id, count(*) as sales, sum(amount_cents) as total_cents from public.sales group by seller_id;
revoke all on public.sales_by_seller from public, anon, authenticated;
create function public.my_sales() returns table (sales bigint, total_cents bigint) language sql stable security definer set search_path = '' as
$$ select s.sales, s.total_cents from public.sales_by_seller s where s.seller_id = (select auth.uid()) $$;
alter table public.sellers enable row level security;
alter table public.sales enable row level security;
alter table public.payouts enable row level security;
create policy sellers_own on public.sellers for select to authenticated using (id = (select auth.uid()));
create policy sellers_edit on public.sellers for update to authenticated using (id = (select auth.uid()));
create policy sales_own on public.sales for select to authenticated using (seller_id = (select auth.uid()));
create policy payouts_own on public.payouts for select to authenticated using (seller_id = (select auth.uid()));
