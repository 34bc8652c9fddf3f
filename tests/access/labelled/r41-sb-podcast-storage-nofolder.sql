-- Podcast host: uploads go to the owner's folder, but replacing and deleting forget the folder.
-- expect: error|warning tampering objects authenticated
-- also: tampering|forgery objects
create table public.shows (
  id uuid primary key default gen_random_uuid(),
  host uuid not null references auth.users (id) on delete cascade,
  title text not null,
  cover_path text
);
create table public.episodes (
  id uuid primary key default gen_random_uuid(),
  show_id uuid not null references public.shows (id) on delete cascade,
  title text not null,
  audio_path text not null,
  duration interval check (duration > interval '0')
);
alter table public.shows enable row level security;
alter table public.episodes enable row level security;
create policy "shows are public" on public.shows for select using (true);
create policy "host inserts show" on public.shows for insert to authenticated with check (host = auth.uid());
create policy "host updates show" on public.shows for update to authenticated using (host = auth.uid());
create policy "host deletes show" on public.shows for delete to authenticated using (host = auth.uid());
create policy "episodes are public" on public.episodes for select using (true);
create policy "host manages episodes" on public.episodes for all to authenticated
  using (exists (select 1 from public.shows s where s.id = show_id and s.host = auth.uid()))
  with check (exists (select 1 from public.shows s where s.id = show_id and s.host = auth.uid()));
insert into storage.buckets (id, name, public) values ('audio', 'audio', true) on conflict do nothing;
create policy "audio is public" on storage.objects for select using (bucket_id = 'audio');
create policy "upload to own folder" on storage.objects for insert to authenticated
  with check (bucket_id = 'audio' and (storage.foldername(name))[1] = auth.uid()::text);
create policy "replace audio" on storage.objects for update to authenticated
  using (bucket_id = 'audio') with check (bucket_id = 'audio');
create policy "delete own audio" on storage.objects for delete to authenticated
  using (bucket_id = 'audio' and (storage.foldername(name))[1] = auth.uid()::text);
