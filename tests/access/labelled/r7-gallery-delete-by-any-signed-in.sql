-- Photo gallery: albums may be deleted by any signed-in user, and so may the files in the bucket.
-- expect: error tampering albums
-- expect: error tampering|bypass objects
-- also: tampering|bypass albums|photos|objects
insert into storage.buckets (id, name, public) values ('photos', 'photos', true) on conflict (id) do nothing;
create table public.albums (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  title text not null,
  is_public boolean not null default true
);
create table public.photos (
  id uuid primary key default gen_random_uuid(),
  album_id uuid not null references public.albums(id) on delete cascade,
  user_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  path text not null unique,
  caption text
);
create table public.photo_likes (
  photo_id uuid not null references public.photos(id) on delete cascade,
  user_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  primary key (photo_id, user_id)
);
alter table public.albums enable row level security;
alter table public.photos enable row level security;
alter table public.photo_likes enable row level security;
create policy "public albums" on public.albums for select using (is_public or user_id = auth.uid());
create policy "create albums" on public.albums for insert to authenticated with check (user_id = auth.uid());
create policy "update own albums" on public.albums for update to authenticated using (user_id = auth.uid());
create policy "delete albums" on public.albums for delete using (auth.role() = 'authenticated');
create policy "photos of visible albums" on public.photos for select using (exists (select 1 from public.albums a where a.id = album_id and (a.is_public or a.user_id = auth.uid())));
create policy "add photos" on public.photos for insert to authenticated
  with check (user_id = auth.uid() and exists (select 1 from public.albums a where a.id = album_id and a.user_id = auth.uid()));
create policy "likes public" on public.photo_likes for select using (true);
create policy "like" on public.photo_likes for insert to authenticated with check (user_id = auth.uid());
create policy "unlike" on public.photo_likes for delete to authenticated using (user_id = auth.uid());
create policy "photos are public" on storage.objects for select using (bucket_id = 'photos');
create policy "upload to own folder" on storage.objects for insert to authenticated
  with check (bucket_id = 'photos' and (storage.foldername(name))[1] = auth.uid()::text);
create policy "authenticated delete" on storage.objects for delete to authenticated using (bucket_id = 'photos');
