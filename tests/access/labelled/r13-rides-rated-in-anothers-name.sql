-- A passenger rates a ride; the check asks for a ride of one's own, and not that the rater is oneself.
-- expect: error|warning forgery ratings authenticated

create table public.rides (
  id uuid primary key default gen_random_uuid(),
  driver_id uuid not null references auth.users (id),
  passenger_id uuid not null references auth.users (id),
  check (driver_id <> passenger_id)
);
create table public.ratings (
  id uuid primary key default gen_random_uuid(),
  ride_id uuid not null references public.rides (id),
  rater_id uuid not null default auth.uid() references auth.users (id),
  stars int not null check (stars between 1 and 5)
);
alter table public.rides enable row level security;
alter table public.ratings enable row level security;
create policy "both see the ride" on public.rides for select to authenticated
  using ((select auth.uid()) in (driver_id, passenger_id));
create policy "ratings of my rides" on public.ratings for select to authenticated
  using (ride_id in (select r.id from public.rides r));
create policy "rate" on public.ratings for insert to authenticated
  with check (exists (select 1 from public.rides r where r.id = ride_id and r.passenger_id = (select auth.uid())));
create policy "reconsider" on public.ratings for update to authenticated
  using (rater_id = (select auth.uid())) with check (rater_id = (select auth.uid()));
create policy "withdraw" on public.ratings for delete to authenticated using (rater_id = (select auth.uid()));
