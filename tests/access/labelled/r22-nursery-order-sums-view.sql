-- A plant nursery: the view multiplies amounts and prices of everybody's orders, with its owner's rights.
-- expect: error|warning bypass order_sums any
create table public.plants (id int primary key generated always as identity, name text not null, cents int not null check (cents > 0));
create table public.plant_orders (
  id uuid primary key default gen_random_uuid(),
  buyer_id uuid not null default auth.uid() references auth.users (id),
  state text not null default 'new' check (state in ('new', 'sent'))
);
create table public.plant_order_lines (
  id uuid primary key default gen_random_uuid(),
  order_id uuid not null references public.plant_orders (id) on delete cascade,
  plant_id int not null references public.plants (id),
  pieces int not null check (pieces > 0),
  cents int not null check (cents > 0)
);
alter table public.plants enable row level security;
alter table public.plant_orders enable row level security;
alter table public.plant_order_lines enable row level security;
create policy "plants" on public.plants for select using (true);
create policy "my orders" on public.plant_orders for select to authenticated using (buyer_id = (select auth.uid()));
create policy "my lines" on public.plant_order_lines for select to authenticated
  using (exists (select 1 from public.plant_orders o where o.id = order_id and o.buyer_id = (select auth.uid())));
create view public.order_sums as
  select o.id, o.buyer_id, o.state, sum(l.pieces * l.cents) as total
  from public.plant_orders o join public.plant_order_lines l on l.order_id = o.id group by o.id, o.buyer_id, o.state;
