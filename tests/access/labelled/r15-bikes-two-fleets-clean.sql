-- Riders rent by a function, fleets are run by their managers, a rental ends by its rider or the fleet's manager.
-- clean

create table public.fleets (
  id uuid primary key default gen_random_uuid(),
  manager_id uuid not null default auth.uid() references auth.users (id),
  name text not null
);
create table public.bikes (
  id uuid primary key default gen_random_uuid(),
  fleet_id uuid not null references public.fleets (id),
  code text not null unique,
  free boolean not null default true
);
create table public.rentals (
  id uuid primary key default gen_random_uuid(),
  bike_id uuid not null references public.bikes (id),
  rider_id uuid not null references auth.users (id),
  started timestamptz not null default now(),
  ended timestamptz
);
alter table public.fleets enable row level security;
alter table public.bikes enable row level security;
alter table public.rentals enable row level security;
create policy "fleets" on public.fleets for select using (true);
create policy "found" on public.fleets for insert to authenticated with check (manager_id = (select auth.uid()));
create policy "bikes" on public.bikes for select using (true);
create policy "add bikes" on public.bikes for insert to authenticated
  with check (fleet_id in (select f.id from public.fleets f where f.manager_id = (select auth.uid())));
create policy "mend bikes" on public.bikes for update to authenticated
  using (fleet_id in (select f.id from public.fleets f where f.manager_id = (select auth.uid())))
  with check (fleet_id in (select f.id from public.fleets f where f.manager_id = (select auth.uid())));
create policy "own rentals" on public.rentals for select to authenticated using (rider_id = (select auth.uid()));
create policy "rentals of my fleet" on public.rentals for select to authenticated
  using (bike_id in (select b.id from public.bikes b join public.fleets f on f.id = b.fleet_id where f.manager_id = (select auth.uid())));

create function public.rent(p_code text) returns uuid language plpgsql security definer set search_path = '' as $$
declare
  bike uuid;
  rental uuid;
begin
  if auth.uid() is null then
    raise exception 'sign in first';
  end if;
  update public.bikes set free = false where code = p_code and free returning id into bike;
  if bike is null then
    raise exception 'not free';
  end if;
  insert into public.rentals (bike_id, rider_id) values (bike, auth.uid()) returning id into rental;
  return rental;
end $$;
create function public.give_back(p_rental uuid) returns void language plpgsql security definer set search_path = '' as $$
declare
  bike uuid;
begin
  update public.rentals set ended = now() where id = p_rental and ended is null and rider_id = auth.uid() returning bike_id into bike;
  if bike is null then
    raise exception 'not your rental';
  end if;
  update public.bikes set free = true where id = bike;
end $$;
revoke execute on function public.rent(text), public.give_back(uuid) from public, anon;
grant execute on function public.rent(text), public.give_back(uuid) to authenticated;
