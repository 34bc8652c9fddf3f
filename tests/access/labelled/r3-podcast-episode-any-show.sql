-- The host's UPDATE has no WITH CHECK on show_id? It has USING, which carries over; but INSERT compares s.id with itself.
-- expect: error forgery|tampering|escalation episodes authenticated
create table public.shows (id uuid primary key default gen_random_uuid(), host_id uuid not null default auth.uid() references auth.users(id) on delete cascade, title text not null);
create table public.episodes (
  id uuid primary key default gen_random_uuid(),
  show_id uuid not null references public.shows(id) on delete cascade,
  title text not null,
  published boolean not null default false
);
alter table public.shows enable row level security;
alter table public.episodes enable row level security;
create policy "shows are public" on public.shows for select using (true);
create policy "hosts create" on public.shows for insert to authenticated with check (host_id = auth.uid());
create policy "published or own" on public.episodes for select using (
  published or exists (select 1 from public.shows s where s.id = show_id and s.host_id = auth.uid()));
create policy "host writes" on public.episodes for insert to authenticated with check (
  exists (select 1 from public.shows s where s.id = s.id and s.host_id = auth.uid()));
create policy "host edits" on public.episodes for update to authenticated using (
  exists (select 1 from public.shows s where s.id = show_id and s.host_id = auth.uid()));
