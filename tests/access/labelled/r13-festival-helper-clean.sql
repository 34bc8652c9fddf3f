-- The same, with a helper that runs as its owner: artists see the festivals at which they play.
-- clean

create table public.festivals (
  id uuid primary key default gen_random_uuid(),
  organiser_id uuid not null default auth.uid() references auth.users (id),
  title text not null
);
create table public.stages (
  id uuid primary key default gen_random_uuid(),
  festival_id uuid not null references public.festivals (id),
  name text not null
);
create table public.slots (
  id uuid primary key default gen_random_uuid(),
  stage_id uuid not null references public.stages (id),
  artist_id uuid not null references auth.users (id),
  starts_at timestamptz not null
);
alter table public.festivals enable row level security;
alter table public.stages enable row level security;
alter table public.slots enable row level security;
create function public.plays_at(festival uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.slots s join public.stages t on t.id = s.stage_id
    where t.festival_id = festival and s.artist_id = auth.uid())
$$;
create policy "organiser and artists" on public.festivals for select to authenticated
  using (organiser_id = auth.uid() or public.plays_at(id));
create policy "plan" on public.festivals for insert to authenticated with check (organiser_id = auth.uid());
create policy "stages of what one sees" on public.stages for select to authenticated
  using (festival_id in (select f.id from public.festivals f));
create policy "organisers build" on public.stages for insert to authenticated
  with check (festival_id in (select f.id from public.festivals f where f.organiser_id = auth.uid()));
create policy "slots of what one sees" on public.slots for select to authenticated
  using (artist_id = auth.uid() or stage_id in (select t.id from public.stages t));
create policy "organisers book" on public.slots for insert to authenticated
  with check (stage_id in (select t.id from public.stages t join public.festivals f on f.id = t.festival_id
    where f.organiser_id = auth.uid()));
