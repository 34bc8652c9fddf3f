-- A stock room. The function that deletes an item runs as its owner and asks nobody; movements have a policy for clients
-- who were never granted the table.
-- expect: error bypass|tampering delete_item|items authenticated
-- expect: error|warning dead movements authenticated
-- also: bypass|tampering items|delete_item|movements
create table public.items (
  sku text primary key check (sku = upper(sku)),
  keeper_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  name text not null,
  in_stock int not null default 0 check (in_stock >= 0)
);
create table public.movements (
  id bigint generated always as identity primary key,
  sku text not null references public.items (sku) on delete cascade,
  moved_by uuid not null default auth.uid() references auth.users (id) on delete cascade,
  pieces int not null check (pieces <> 0)
);
alter table public.items enable row level security;
alter table public.movements enable row level security;
create policy "keepers" on public.items for all to authenticated using (keeper_id = auth.uid()) with check (keeper_id = auth.uid());
create policy "see my movements" on public.movements for select to authenticated using (moved_by = auth.uid());
revoke all on table public.movements from anon, authenticated;

create or replace function public.delete_item(item_sku text) returns boolean language plpgsql security definer set search_path = public as $$
begin
  delete from items where sku = item_sku;
  return found;
end;
$$;
