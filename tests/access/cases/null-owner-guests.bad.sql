-- Guests' orders have no owner, and every guest reads and changes them.
-- expect: warning ownerless-rows-open orders
create table public.orders (id uuid primary key default gen_random_uuid(), user_id uuid references auth.users(id), address text, total numeric);
alter table public.orders enable row level security;
create policy own on public.orders for all using (user_id is null or user_id = auth.uid()) with check (user_id is null or user_id = auth.uid());
