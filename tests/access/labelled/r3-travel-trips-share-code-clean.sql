-- Trips shared by a code that is checked in the policy against a request header.
-- clean
create table public.trips (id uuid primary key default gen_random_uuid(), owner_id uuid not null default auth.uid() references auth.users(id), name text not null, share_code text not null default encode(extensions.gen_random_bytes(12), 'hex'));
create table public.stops (id uuid primary key default gen_random_uuid(), trip_id uuid not null references public.trips(id) on delete cascade, place text not null, day date);
alter table public.trips enable row level security;
alter table public.stops enable row level security;
create policy own on public.trips for all to authenticated using (owner_id = auth.uid()) with check (owner_id = auth.uid());
create policy by_code on public.trips for select using (share_code = (current_setting('request.headers', true)::json ->> 'x-share-code'));
create policy own on public.stops for all to authenticated
  using (exists (select 1 from public.trips t where t.id = trip_id and t.owner_id = auth.uid()))
  with check (exists (select 1 from public.trips t where t.id = trip_id and t.owner_id = auth.uid()));
create policy by_trip on public.stops for select using (exists (select 1 from public.trips t where t.id = trip_id));
