-- Photo albums in two buckets, a private one by folder and a public one for covers; shared albums by a definer helper.
-- clean
create table public.albums (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  title text not null
);
create table public.album_shares (
  album_id uuid not null references public.albums (id) on delete cascade,
  viewer_id uuid not null references auth.users (id) on delete cascade,
  primary key (album_id, viewer_id)
);
create function public.owns_album(album uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.albums a where a.id = album and a.owner_id = auth.uid());
$$;
create function public.views_album(album uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.album_shares s where s.album_id = album and s.viewer_id = auth.uid());
$$;
alter table public.albums enable row level security;
alter table public.album_shares enable row level security;
create policy albums_read on public.albums for select to authenticated using (owner_id = auth.uid() or public.views_album(id));
create policy albums_new on public.albums for insert to authenticated with check (owner_id = auth.uid());
create policy albums_edit on public.albums for update to authenticated using (owner_id = auth.uid()) with check (owner_id = auth.uid());
create policy albums_drop on public.albums for delete to authenticated using (owner_id = auth.uid());
create policy shares_read on public.album_shares for select to authenticated using (viewer_id = auth.uid() or public.owns_album(album_id));
create policy shares_give on public.album_shares for insert to authenticated with check (public.owns_album(album_id));
create policy shares_take on public.album_shares for delete to authenticated using (viewer_id = auth.uid() or public.owns_album(album_id));
insert into storage.buckets (id, name, public) values ('photos', 'photos', false), ('covers', 'covers', true) on conflict do nothing;
create policy photos_own on storage.objects for all to authenticated
  using (bucket_id = 'photos' and (storage.foldername(name))[1] = (select auth.uid())::text)
  with check (bucket_id = 'photos' and (storage.foldername(name))[1] = (select auth.uid())::text);
create policy covers_read on storage.objects for select using (bucket_id = 'covers');
create policy covers_put on storage.objects for insert to authenticated
  with check (bucket_id = 'covers' and (storage.foldername(name))[1] = (select auth.uid())::text);
create policy covers_drop on storage.objects for delete to authenticated
  using (bucket_id = 'covers' and (storage.foldername(name))[1] = (select auth.uid())::text);
