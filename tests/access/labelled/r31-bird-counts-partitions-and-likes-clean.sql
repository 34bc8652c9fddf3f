-- clean
-- Sightings by year: the partitions have no policies and no grants to the API's roles. Likes are counted by a trigger function that runs as the owner and that nobody can call.
create table public.sightings (
  id uuid not null default gen_random_uuid(),
  watcher_id uuid not null default auth.uid() references auth.users (id),
  species text not null,
  seen_on date not null,
  count int not null default 1 check (count between 1 and 100000),
  primary key (id, seen_on)
) partition by range (seen_on);
create table public.sightings_2025 partition of public.sightings for values from ('2025-01-01') to ('2026-01-01');
create table public.sightings_2026 partition of public.sightings for values from ('2026-01-01') to ('2027-01-01');
revoke all on public.sightings_2025, public.sightings_2026 from anon, authenticated;
create table public.stories (
  id uuid primary key default gen_random_uuid(),
  author_id uuid not null default auth.uid() references auth.users (id),
  body text not null,
  likes int not null default 0
);
create table public.story_likes (
  story_id uuid not null references public.stories (id),
  user_id uuid not null default auth.uid() references auth.users (id),
  primary key (story_id, user_id)
);
create function public.count_like() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update public.stories set likes = likes + 1 where id = new.story_id;
  return null;
end $$;
create trigger count_like after insert on public.story_likes for each row execute function public.count_like();
alter table public.sightings enable row level security;
alter table public.stories enable row level security;
alter table public.story_likes enable row level security;
create policy "own sightings" on public.sightings for all to authenticated using (watcher_id = (select auth.uid())) with check (watcher_id = (select auth.uid()));
create policy "stories for everyone" on public.stories for select using (true);
create policy "tell" on public.stories for insert to authenticated with check (author_id = (select auth.uid()) and likes = 0);
create policy "own likes" on public.story_likes for select to authenticated using (user_id = (select auth.uid()));
create policy "like" on public.story_likes for insert to authenticated with check (user_id = (select auth.uid()));
