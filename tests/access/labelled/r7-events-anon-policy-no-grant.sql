-- Events site: rights were taken from anon wholesale, but the public calendar's policy is still for anon; it can never show anything.
-- expect: error|warning|review dead events
-- also: dead|error events|venues
create table public.venues (
  id bigint generated always as identity primary key,
  name text not null,
  city text not null
);
create table public.events (
  id uuid primary key default gen_random_uuid(),
  organizer_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  venue_id bigint references public.venues(id),
  title text not null,
  starts_at timestamptz not null,
  is_published boolean not null default false
);
create table public.rsvps (
  event_id uuid not null references public.events(id) on delete cascade,
  user_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  guests integer not null default 0 check (guests between 0 and 5),
  primary key (event_id, user_id)
);
revoke all on all tables in schema public from anon;
alter table public.venues enable row level security;
alter table public.events enable row level security;
alter table public.rsvps enable row level security;
create policy venues_read on public.venues for select to authenticated using (true);
create policy events_public on public.events for select to anon using (is_published);
create policy events_members on public.events for select to authenticated using (is_published or organizer_id = auth.uid());
create policy events_write on public.events for insert to authenticated with check (organizer_id = auth.uid());
create policy events_edit on public.events for update to authenticated using (organizer_id = auth.uid());
create policy rsvps_own on public.rsvps for all to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
