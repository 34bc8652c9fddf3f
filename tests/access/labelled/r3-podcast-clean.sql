-- Shows, episodes, private feeds by a secret, listens counted by trigger.
-- clean
create table public.shows (id uuid primary key default gen_random_uuid(), host_id uuid not null default auth.uid() references auth.users(id) on delete cascade, title text not null, slug text not null unique check (slug = lower(slug)));
create table public.episodes (
  id uuid primary key default gen_random_uuid(),
  show_id uuid not null references public.shows(id) on delete cascade,
  number int not null check (number > 0),
  title text not null,
  publish_at timestamptz,
  listens bigint not null default 0,
  unique (show_id, number)
);
create table public.listens (id bigint generated always as identity primary key, episode_id uuid not null references public.episodes(id) on delete cascade, listener uuid default auth.uid() references auth.users(id) on delete set null, at timestamptz not null default now());
create function public.count_listen() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update public.episodes set listens = listens + 1 where id = new.episode_id;
  return null;
end $$;
create trigger count_listen after insert on public.listens for each row execute function public.count_listen();
alter table public.shows enable row level security;
alter table public.episodes enable row level security;
alter table public.listens enable row level security;
create policy "shows are public" on public.shows for select using (true);
create policy "hosts create" on public.shows for insert to authenticated with check (host_id = auth.uid());
create policy "hosts edit" on public.shows for update to authenticated using (host_id = auth.uid()) with check (host_id = auth.uid());
create policy "published or own" on public.episodes for select using (
  publish_at <= now() or exists (select 1 from public.shows s where s.id = show_id and s.host_id = auth.uid()));
create policy "host writes" on public.episodes for insert to authenticated with check (
  exists (select 1 from public.shows s where s.id = show_id and s.host_id = auth.uid()));
create policy "host edits" on public.episodes for update to authenticated using (
  exists (select 1 from public.shows s where s.id = show_id and s.host_id = auth.uid()))
  with check (exists (select 1 from public.shows s where s.id = show_id and s.host_id = auth.uid()));
create policy "listen" on public.listens for insert to anon, authenticated with check (listener is not distinct from auth.uid());
create policy "own listens" on public.listens for select to authenticated using (listener = auth.uid());
