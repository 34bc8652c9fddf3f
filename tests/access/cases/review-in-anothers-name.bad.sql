-- Whoever takes part in a lift writes reviews of it in any name; the other's own review stands already.
-- expect: warning forgery reviews
create table public.lifts (id uuid primary key default gen_random_uuid(), driver_id uuid not null references auth.users(id), rider_id uuid not null references auth.users(id), check (driver_id <> rider_id));
create table public.reviews (id uuid primary key default gen_random_uuid(), lift_id uuid not null references public.lifts(id), reviewer_id uuid not null references auth.users(id), stars int not null, unique (lift_id, reviewer_id));
alter table public.lifts enable row level security;
alter table public.reviews enable row level security;
create policy parties on public.lifts for select to authenticated using (auth.uid() in (driver_id, rider_id));
create policy shown on public.reviews for select to authenticated using (lift_id in (select id from public.lifts));
create policy review on public.reviews for insert to authenticated with check (lift_id in (select id from public.lifts));
create policy reconsider on public.reviews for update to authenticated using (reviewer_id = auth.uid());
