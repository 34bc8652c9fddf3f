-- Staff edit their own record. The USING holds for the new row too, but the record also says which shop they work in,
-- and the shop decides what they see.
-- expect: error escalation staff authenticated
-- also: escalation|bypass|tampering|exposure till_reports|staff|suppliers
create table public.shops (id int generated always as identity primary key, town text not null, rent numeric(8,2));
create table public.staff (
  user_id uuid primary key references auth.users on delete cascade,
  shop_id int not null references public.shops,
  shirt_size text check (shirt_size in ('S', 'M', 'L', 'XL')),
  phone text
);
create table public.till_reports (
  id bigint generated always as identity primary key,
  shop_id int not null references public.shops,
  day date not null,
  cash numeric(10,2) not null,
  cards numeric(10,2) not null,
  unique (shop_id, day)
);
create table public.suppliers (
  id int generated always as identity primary key,
  shop_id int not null references public.shops,
  name text not null,
  account_number text
);
alter table public.shops enable row level security;
alter table public.staff enable row level security;
alter table public.till_reports enable row level security;
alter table public.suppliers enable row level security;

create or replace function public.my_shop() returns int language sql stable security definer set search_path = public as
$$ select shop_id from staff where user_id = auth.uid() $$;

create policy "my shop" on public.shops for select to authenticated using (id = public.my_shop());
create policy "colleagues" on public.staff for select to authenticated using (user_id = auth.uid() or shop_id = public.my_shop());
create policy "my record" on public.staff for update to authenticated using (user_id = auth.uid());
create policy "read till" on public.till_reports for select to authenticated using (shop_id = public.my_shop());
create policy "report till" on public.till_reports for insert to authenticated with check (shop_id = public.my_shop());
create policy "suppliers" on public.suppliers for select to authenticated using (shop_id = public.my_shop());
