-- Tracks with likes and playlists: deleting a track takes the likes of others with it, as it should.
-- clean
create table public.tracks (
  id uuid primary key default gen_random_uuid(),
  artist_id uuid not null references auth.users(id) on delete cascade,
  title text not null,
  seconds int not null check (seconds > 0),
  like_count int not null default 0
);
create table public.likes (
  track_id uuid not null references public.tracks(id) on delete cascade,
  user_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  primary key (track_id, user_id)
);
create table public.bookmarks (
  track_id uuid not null references public.tracks(id) on delete cascade,
  user_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  at_second int not null default 0 check (at_second >= 0),
  primary key (track_id, user_id)
);
alter table public.tracks enable row level security;
alter table public.likes enable row level security;
alter table public.bookmarks enable row level security;
create policy "Everyone listens" on public.tracks for select using (true);
create policy "Artists upload" on public.tracks for insert to authenticated
  with check (artist_id = (select auth.uid()) and like_count = 0);
create policy "Artists edit" on public.tracks for update to authenticated
  using (artist_id = (select auth.uid())) with check (artist_id = (select auth.uid()));
create policy "Artists delete" on public.tracks for delete to authenticated using (artist_id = (select auth.uid()));
revoke update on public.tracks from anon, authenticated;
grant update (title, seconds) on public.tracks to authenticated;
create policy "Likes are public" on public.likes for select using (true);
create policy "Like" on public.likes for insert to authenticated with check (user_id = (select auth.uid()));
create policy "Unlike" on public.likes for delete to authenticated using (user_id = (select auth.uid()));
create policy "Own bookmarks" on public.bookmarks for all to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create function public.count_likes() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'INSERT' then
    update public.tracks set like_count = like_count + 1 where id = new.track_id;
  else
    update public.tracks set like_count = like_count - 1 where id = old.track_id;
  end if;
  return null;
end $$;
create trigger likes_count after insert or delete on public.likes for each row execute function public.count_likes();
