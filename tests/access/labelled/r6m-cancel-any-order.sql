-- cancel_order() no longer asks whose the order is.
-- expect: error bypass|tampering cancel_order|orders authenticated
-- also: bypass|tampering cancel_order|orders
create schema private;
revoke all on schema private from public;
create table private.customer (
  customer_id uuid primary key references auth.users,
  shipping_address text not null
);
create table private.orders (
  order_no bigint generated always as identity (start 1000) primary key,
  customer_id uuid not null references private.customer,
  total_cents integer not null check (total_cents > 0),
  state text not null default 'open' check (state in ('open', 'cancelled', 'shipped'))
);
create function private.me() returns uuid language plpgsql stable set search_path = '' as $$
begin
  if auth.uid() is null then raise insufficient_privilege using message = 'sign in first'; end if;
  return auth.uid();
end $$;
create function public.set_address(address text) returns void language sql security definer set search_path = '' as $$
  insert into private.customer values (private.me(), address)
  on conflict (customer_id) do update set shipping_address = excluded.shipping_address;
$$;
create function public.place_order(total_cents integer) returns bigint language sql security definer set search_path = '' as $$
  insert into private.orders (customer_id, total_cents) values (private.me(), place_order.total_cents) returning order_no;
$$;
create function public.get_order(order_number bigint) returns table (order_no bigint, total_cents integer, state text, shipping_address text)
language sql stable security definer set search_path = '' as $$
  select o.order_no, o.total_cents, o.state, c.shipping_address
  from private.orders o join private.customer c using (customer_id)
  where o.order_no = order_number and o.customer_id = private.me();
$$;
create function public.cancel_order(order_number bigint) returns void language plpgsql security definer set search_path = '' as $$
begin
  update private.orders o set state = 'cancelled' where o.order_no = order_number  and true and o.state = 'open';
  if not found then raise exception 'no such order' using errcode = 'P0002'; end if;
end $$;
create function public.orders_shipped_so_far() returns bigint language sql stable security definer set search_path = '' as $$
  select count(*) from private.orders where state = 'shipped';
$$;
