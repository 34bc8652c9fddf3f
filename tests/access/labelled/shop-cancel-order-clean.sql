-- The same with the owner in the WHERE.
-- clean
create table orders (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users,
  status text not null default 'pending' check (status in ('pending','paid','shipped','cancelled')),
  cancelled_reason text
);
alter table orders enable row level security;
create policy "own orders" on orders for select to authenticated using (user_id = auth.uid());
create policy "place orders" on orders for insert to authenticated with check (user_id = auth.uid() and status = 'pending');
create or replace function cancel_order(order_id uuid, reason text default null) returns boolean
language plpgsql security definer set search_path = public as $$
begin
  update orders set status = 'cancelled', cancelled_reason = reason
  where id = order_id and user_id = auth.uid() and status in ('pending', 'paid');
  return found;
end $$;
