-- RPC first: the tables live in "private", the doors in public. get_order() never asks whose the order is.
-- expect: error bypass get_order|orders authenticated
create schema private;
create sequence private.order_no start 1000;
create table private.customer (
  customer_id uuid primary key references auth.users,
  shipping_address text not null
);
create table private.orders (
  order_no bigint primary key default nextval('private.order_no'),
  customer_id uuid not null references private.customer,
  total_cents integer not null check (total_cents > 0),
  state text not null default 'open' check (state in ('open', 'cancelled', 'shipped'))
);
alter table private.customer enable row level security;
alter table private.orders enable row level security;

create function public.place_order(total_cents integer) returns bigint
language sql security definer set search_path = '' as $$
  insert into private.orders (customer_id, total_cents) values (auth.uid(), place_order.total_cents) returning order_no;
$$;
create function public.my_orders() returns table (order_no bigint, total_cents integer, state text)
language sql stable security definer set search_path = '' as $$
  select o.order_no, o.total_cents, o.state from private.orders o where o.customer_id = auth.uid();
$$;
create function public.get_order(order_number bigint) returns table (order_no bigint, customer_id uuid, total_cents integer, state text, shipping_address text)
language sql stable security definer set search_path = '' as $$
  select o.order_no, o.customer_id, o.total_cents, o.state, c.shipping_address
  from private.orders o join private.customer c using (customer_id) where o.order_no = order_number;
$$;
create function public.cancel_order(order_number bigint) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update private.orders o set state = 'cancelled' where o.order_no = order_number and o.customer_id = auth.uid() and o.state = 'open';
  if not found then raise exception 'no such order' using errcode = 'P0002'; end if;
end $$;
revoke execute on all functions in schema public from public, anon;
grant execute on function public.place_order, public.my_orders, public.get_order, public.cancel_order to authenticated;
