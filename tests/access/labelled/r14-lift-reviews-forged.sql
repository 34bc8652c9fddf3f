-- Who sees a lift reviews it, in whose name it likes.
-- expect: error|warning forgery lift_reviews authenticated

create table public.lifts (
  id uuid primary key default gen_random_uuid(),
  driver_id uuid not null references auth.users (id),
  rider_id uuid not null references auth.users (id),
  check (driver_id <> rider_id)
);
create table public.lift_reviews (
  id uuid primary key default gen_random_uuid(),
  lift_id uuid not null references public.lifts (id),
  reviewer_id uuid not null default auth.uid() references auth.users (id),
  stars int not null check (stars between 1 and 5),
  unique (lift_id, reviewer_id)
);
alter table public.lifts enable row level security;
alter table public.lift_reviews enable row level security;
create policy "both see the lift" on public.lifts for select to authenticated
  using ((select auth.uid()) = driver_id or (select auth.uid()) = rider_id);
create policy "reviews of my lifts" on public.lift_reviews for select to authenticated
  using (lift_id in (select l.id from public.lifts l));
create policy "review" on public.lift_reviews for insert to authenticated
  with check (lift_id in (select l.id from public.lifts l));
create policy "reconsider" on public.lift_reviews for update to authenticated
  using (reviewer_id = (select auth.uid())) with check (reviewer_id = (select auth.uid()) and lift_id in (select l.id from public.lifts l));
