-- A field guide counts how often a sighting was looked at. The function runs as who looks, so that nobody's looking
-- counts but the finder's. Reports can be withdrawn by their author, who can't find them: there is no SELECT policy. Finders set
-- the number themselves, which a new sighting may not have.
-- expect: error|warning dead count_view|sightings authenticated
-- expect: error|warning dead reports authenticated
-- expect: warning|review|error tampering sightings authenticated
create table public.species (id int generated always as identity primary key, latin text not null unique, common text);
create table public.sightings (
  id uuid primary key default gen_random_uuid(),
  finder_id uuid not null default auth.uid() references auth.users on delete cascade,
  species_id int not null references public.species,
  seen_at timestamptz not null default now(),
  photo text,
  views int not null default 0
);
create table public.reports (
  id uuid primary key default gen_random_uuid(),
  sighting_id uuid not null references public.sightings on delete cascade,
  reporter_id uuid not null default auth.uid() references auth.users on delete cascade,
  reason text not null
);
alter table public.species enable row level security;
alter table public.sightings enable row level security;
alter table public.reports enable row level security;
create policy "the guide" on public.species for select using (true);
create policy "sightings are for all" on public.sightings for select using (true);
create policy "log" on public.sightings for insert to authenticated with check (finder_id = auth.uid() and views = 0);
create policy "correct" on public.sightings for update to authenticated using (finder_id = auth.uid());
create policy "remove" on public.sightings for delete to authenticated using (finder_id = auth.uid());
create policy "report a wrong one" on public.reports for insert to authenticated with check (reporter_id = auth.uid());
create policy "withdraw a report" on public.reports for delete to authenticated using (reporter_id = auth.uid());

create function public.count_view(sighting uuid) returns void language sql as $$
  update public.sightings set views = views + 1 where id = sighting;
$$;
