-- Stock keeping. The helpers moved to a private schema, the USAGE on it was never granted to authenticated.
-- expect: error error|dead stock_items|stock_moves|is_clerk authenticated
create schema private;
revoke all on schema private from public;
create type public.staff_kind as enum ('clerk', 'manager');
create table private.staff (
  user_id uuid primary key references auth.users(id) on delete cascade,
  kind public.staff_kind not null default 'clerk'
);
create table public.warehouses (
  id serial primary key,
  city text not null unique
);
create table public.stock_items (
  id uuid primary key default gen_random_uuid(),
  warehouse_id int not null references public.warehouses(id),
  sku text not null unique check (sku ~ '^[A-Z]{3}-[0-9]{4}$'),
  quantity int not null default 0 check (quantity >= 0)
);
create table public.stock_moves (
  id bigint generated always as identity primary key,
  item_id uuid not null references public.stock_items(id) on delete cascade,
  moved_by uuid not null default auth.uid() references auth.users(id),
  delta int not null check (delta <> 0)
);
-- looks up by auth.uid() when it runs, so callers need EXECUTE (granted) and the schema
create function public.is_clerk() returns boolean language plpgsql stable set search_path = '' as $$
begin
  return private.staff_kind_of((select auth.uid())) is not null;
end;
$$;
create function private.staff_kind_of(uid uuid) returns public.staff_kind
language sql stable security definer set search_path = '' as $$
  select s.kind from private.staff s where s.user_id = uid;
$$;
grant execute on all functions in schema private to authenticated;
alter table public.warehouses enable row level security;
alter table public.stock_items enable row level security;
alter table public.stock_moves enable row level security;
create policy "warehouses" on public.warehouses for select to authenticated using (true);
create policy "clerks read stock" on public.stock_items for select to authenticated using (public.is_clerk());
create policy "clerks count stock" on public.stock_items for update to authenticated
  using (public.is_clerk()) with check (public.is_clerk());
create policy "clerks read moves" on public.stock_moves for select to authenticated using (public.is_clerk());
create policy "clerks book moves" on public.stock_moves for insert to authenticated
  with check (moved_by = (select auth.uid()) and public.is_clerk());
