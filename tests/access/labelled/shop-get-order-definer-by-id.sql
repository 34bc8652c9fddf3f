-- get_order(id) as SECURITY DEFINER returns any order: the tracking page for guests.
-- expect: error bypass get_order_details anon
create table customers (id uuid primary key references auth.users on delete cascade, name text, email text not null, address text);
create table orders (
  id uuid primary key default gen_random_uuid(),
  customer_id uuid not null references customers(id),
  status text not null default 'pending' check (status in ('pending','paid','shipped')),
  total_cents int not null default 0,
  placed_at timestamptz not null default now()
);
alter table customers enable row level security;
alter table orders enable row level security;
create policy "own" on customers for select using (id = auth.uid());
create policy "own edit" on customers for update using (id = auth.uid());
create policy "own" on orders for select using (customer_id = auth.uid());
create or replace function get_order_details(p_order_id uuid)
returns table (order_id uuid, status text, total_cents int, customer_name text, customer_email text, address text)
language plpgsql security definer set search_path = public as $$
begin
  return query
    select o.id, o.status, o.total_cents, c.name, c.email, c.address
    from orders o join customers c on c.id = o.customer_id
    where o.id = p_order_id;
end $$;
