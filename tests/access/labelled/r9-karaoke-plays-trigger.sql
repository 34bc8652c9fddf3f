-- Karaoke: the trigger that counts plays runs as the singer, who may not update songs: the count stays 0 for ever.
-- expect: error|warning dead songs|plays|bump_play_count
-- also: tampering|escalation songs
create table public.songs (
  id uuid primary key default gen_random_uuid(),
  uploader_id uuid not null references auth.users(id) on delete cascade,
  artist text not null,
  title text not null,
  play_count int not null default 0
);
create table public.plays (
  id bigint generated always as identity primary key,
  song_id uuid not null references public.songs(id) on delete cascade,
  singer_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  score int check (score between 0 and 100),
  at timestamptz not null default now()
);
create table public.queue (
  id bigint generated always as identity primary key,
  song_id uuid not null references public.songs(id) on delete cascade,
  singer_id uuid not null default auth.uid() references auth.users(id) on delete cascade
);
alter table public.songs enable row level security;
alter table public.plays enable row level security;
alter table public.queue enable row level security;
create policy "songs" on public.songs for select using (true);
create policy "upload" on public.songs for insert to authenticated with check (uploader_id = auth.uid() and play_count = 0);
create policy "fix own song" on public.songs for update to authenticated using (uploader_id = auth.uid()) with check (uploader_id = auth.uid());
revoke update on public.songs from anon;
create policy "own plays" on public.plays for select to authenticated using (singer_id = auth.uid());
create policy "sing" on public.plays for insert to authenticated with check (singer_id = auth.uid());
create policy "queue is seen" on public.queue for select using (true);
create policy "join queue" on public.queue for insert to authenticated with check (singer_id = auth.uid());
create policy "leave queue" on public.queue for delete to authenticated using (singer_id = auth.uid());
create function public.bump_play_count() returns trigger language plpgsql as $$
begin
  update public.songs set play_count = play_count + 1 where id = new.song_id;
  return new;
end $$;
create trigger plays_count after insert on public.plays for each row execute function public.bump_play_count();
