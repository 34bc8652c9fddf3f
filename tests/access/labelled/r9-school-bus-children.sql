-- School buses: the function for the driver's list gives every child of a bus, with addresses, to anyone signed in.
-- expect: error|warning bypass get_bus_list
create table public.buses (id int generated always as identity primary key, line text not null, driver_id uuid references auth.users(id));
create table public.children (
  id uuid primary key default gen_random_uuid(),
  parent_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  bus_id int references public.buses(id),
  first_name text not null,
  pickup_address text not null,
  allergies text
);
create table public.boardings (
  id bigint generated always as identity primary key,
  child_id uuid not null references public.children(id) on delete cascade,
  boarded_at timestamptz not null default now()
);
alter table public.buses enable row level security;
alter table public.children enable row level security;
alter table public.boardings enable row level security;
create policy "lines are known" on public.buses for select using (true);
create policy "parents keep their children" on public.children for all to authenticated using (parent_id = (select auth.uid())) with check (parent_id = (select auth.uid()));
create policy "drivers see their children" on public.children for select to authenticated
  using (exists (select 1 from public.buses b where b.id = bus_id and b.driver_id = (select auth.uid())));
create policy "parents see boardings" on public.boardings for select to authenticated using (exists (select 1 from public.children c where c.id = child_id));
create policy "drivers note boardings" on public.boardings for insert to authenticated
  with check (exists (select 1 from public.children c join public.buses b on b.id = c.bus_id where c.id = child_id and b.driver_id = (select auth.uid())));
create function public.get_bus_list(p_bus int) returns setof public.children
language sql stable security definer set search_path = public as
  $$ select * from children where bus_id = p_bus order by first_name $$;
revoke execute on function public.get_bus_list(int) from public, anon;
grant execute on function public.get_bus_list(int) to authenticated;
