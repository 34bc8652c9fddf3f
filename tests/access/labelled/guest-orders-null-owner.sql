-- Guest checkout: "user_id is null or own": all guest orders are everybody's, to read and to change.
-- expect: error|warning|review tampering|exposure orders anon
-- also: exposure|forgery|tampering orders
create table orders (
  id uuid primary key default gen_random_uuid(),
  user_id uuid references auth.users,
  email text not null,
  phone text,
  address text not null,
  total numeric(10,2) not null,
  created_at timestamptz not null default now()
);
alter table orders enable row level security;
create policy "own or guest" on orders for select using (user_id is null or user_id = auth.uid());
create policy "order" on orders for insert with check (user_id is null or user_id = auth.uid());
create policy "change" on orders for update using (user_id is null or user_id = auth.uid());
