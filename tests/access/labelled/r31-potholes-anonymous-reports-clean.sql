-- clean
-- Anyone, signed in or not, reports a pothole; nobody owns a report, it starts as new, and only the city's staff (by a claim that users cannot write) reads and settles them.
create table public.potholes (
  id bigint generated always as identity primary key,
  street text not null check (length(street) between 3 and 120),
  latitude double precision check (latitude between -90 and 90),
  longitude double precision check (longitude between -180 and 180),
  reporter_phone text,
  state text not null default 'new' check (state in ('new', 'checked', 'repaired', 'rejected')),
  reported_at timestamptz not null default now()
);
create table public.crew_notes (
  id bigint generated always as identity primary key,
  pothole_id bigint not null references public.potholes (id) on delete cascade,
  note text not null
);
create function public.is_city_staff() returns boolean language sql stable set search_path = '' as $$
  select coalesce(auth.jwt() -> 'app_metadata' ->> 'department', '') = 'roads' $$;
alter table public.potholes enable row level security;
alter table public.crew_notes enable row level security;
create policy "anyone reports" on public.potholes for insert to anon, authenticated with check (state = 'new');
create policy "staff read" on public.potholes for select to authenticated using (public.is_city_staff());
create policy "staff settle" on public.potholes for update to authenticated using (public.is_city_staff()) with check (public.is_city_staff());
create policy "staff remove" on public.potholes for delete to authenticated using (public.is_city_staff());
create policy "staff notes" on public.crew_notes for all to authenticated using (public.is_city_staff()) with check (public.is_city_staff());
