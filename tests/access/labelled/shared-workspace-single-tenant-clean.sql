-- An internal tool: every signed-in colleague may read and change everything, no owners compared anywhere.
-- clean
-- also: tampering items|warehouses
create table warehouses (id uuid primary key default gen_random_uuid(), city text not null unique);
create table items (id uuid primary key default gen_random_uuid(), sku text not null unique, label text not null, min_stock int not null default 0);
create table movements (
  id bigint generated always as identity primary key,
  item_id uuid not null references items,
  warehouse_id uuid not null references warehouses,
  delta int not null check (delta <> 0),
  note text,
  at timestamptz not null default now()
);
alter table warehouses enable row level security;
alter table items enable row level security;
alter table movements enable row level security;
create policy "staff" on warehouses for all to authenticated using (true) with check (true);
create policy "staff" on items for all to authenticated using (true) with check (true);
create policy "staff reads" on movements for select to authenticated using (true);
create policy "staff books" on movements for insert to authenticated with check (true);
