-- Branch orders: the clerk may change open orders, or returned ones, of its branch. Without brackets the second half holds for every branch.
-- expect: error tampering|escalation orders depot_clerk
-- also: tampering|escalation|bypass|exposure orders
-- platform: postgres
create role depot_clerk nologin;
create table branches (code char(3) primary key, town text not null);
create table orders (
  id uuid primary key default gen_random_uuid(),
  branch char(3) not null references branches (code),
  customer text not null,
  state text not null default 'open' check (state in ('open', 'packed', 'returned')),
  total_cents int not null check (total_cents > 0)
);
alter table orders enable row level security;
grant select on branches to depot_clerk;
grant select, insert, update on orders to depot_clerk;
create policy see on orders for select to depot_clerk using (branch = current_setting('depot.branch', true));
create policy take on orders for insert to depot_clerk with check (branch = current_setting('depot.branch', true) and state = 'open');
create policy work on orders for update to depot_clerk
  using (branch = current_setting('depot.branch', true) and state = 'open' or state = 'returned')
  with check (branch = current_setting('depot.branch', true));
