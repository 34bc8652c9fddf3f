-- `a and b or c`: the author's drafts, or whatever is public and a draft no more, may be changed by anybody.
-- expect: error tampering|escalation maps authenticated

create table public.maps (
  id uuid primary key default gen_random_uuid(),
  author_id uuid not null default auth.uid() references auth.users (id),
  title text not null,
  state text not null default 'draft' check (state in ('draft', 'final')),
  visibility text not null default 'private' check (visibility in ('private', 'public'))
);
create table public.markers (
  id uuid primary key default gen_random_uuid(),
  map_id uuid not null references public.maps (id),
  lat double precision not null check (lat between -90 and 90),
  lon double precision not null check (lon between -180 and 180)
);
alter table public.maps enable row level security;
alter table public.markers enable row level security;
create policy "own and public maps" on public.maps for select
  using (author_id = auth.uid() or visibility = 'public');
create policy "draw" on public.maps for insert to authenticated with check (author_id = auth.uid());
create policy "redraw" on public.maps for update to authenticated
  using (author_id = auth.uid() and state = 'draft' or visibility = 'public') with check (author_id = auth.uid() and state = 'draft' or visibility = 'public');
create policy "markers of maps one sees" on public.markers for select using (map_id in (select m.id from public.maps m));
create policy "own markers" on public.markers for insert to authenticated
  with check (map_id in (select m.id from public.maps m where m.author_id = auth.uid()));
