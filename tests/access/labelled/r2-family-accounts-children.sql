-- Parents read their children's locations through family_links; a link may be inserted by either side.
-- expect: error escalation family_links authenticated
-- also: escalation|bypass|forgery locations|family_links
create table public.family_links (
  parent_id uuid not null references auth.users(id) on delete cascade,
  child_id uuid not null references auth.users(id) on delete cascade,
  created_at timestamptz not null default now(),
  primary key (parent_id, child_id),
  check (parent_id <> child_id)
);
create table public.locations (
  id bigint generated always as identity primary key,
  user_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  lat double precision not null check (lat between -90 and 90),
  lng double precision not null check (lng between -180 and 180),
  at timestamptz not null default now()
);
alter table public.family_links enable row level security;
alter table public.locations enable row level security;
create policy r on public.family_links for select to authenticated using (auth.uid() in (parent_id, child_id));
create policy i on public.family_links for insert to authenticated with check (parent_id = auth.uid());
create policy d on public.family_links for delete to authenticated using (auth.uid() in (parent_id, child_id));
create policy own on public.locations for select to authenticated using (user_id = auth.uid());
create policy own_i on public.locations for insert to authenticated with check (user_id = auth.uid());
create policy parents on public.locations for select to authenticated using (
  exists (select 1 from public.family_links f where f.child_id = locations.user_id and f.parent_id = auth.uid()));
