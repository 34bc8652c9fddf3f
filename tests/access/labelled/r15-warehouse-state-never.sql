-- Only goods that are released are shown, and the check knows no such state.
-- expect: error|warning|review dead goods authenticated|anon

create table public.warehouses (id int primary key, name text not null);
create table public.goods (
  id uuid primary key default gen_random_uuid(),
  warehouse_id int not null references public.warehouses (id),
  label text not null,
  state text not null default 'stored' check (state in ('stored', 'shipped', 'lost'))
);
alter table public.warehouses enable row level security;
alter table public.goods enable row level security;
create policy "warehouses" on public.warehouses for select using (true);
create policy "released goods are public" on public.goods for select using (state = 'released');
