-- clean
-- Deleting an album deletes its photos, and only ever the owner's: the key that cascades holds the photo's owner to the album's. Settings are upserted by one's own key.
create table public.albums (
  owner_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  id uuid not null default gen_random_uuid(),
  title text not null,
  public boolean not null default false,
  primary key (owner_id, id)
);
create table public.photos (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid(),
  album_id uuid not null,
  url text not null,
  foreign key (owner_id, album_id) references public.albums (owner_id, id) on delete cascade
);
create table public.gallery_settings (
  user_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  key text not null check (key in ('theme', 'layout', 'language')),
  value text not null,
  primary key (user_id, key)
);
alter table public.albums enable row level security;
alter table public.photos enable row level security;
alter table public.gallery_settings enable row level security;
create policy "public albums" on public.albums for select using (public);
create policy "own albums" on public.albums for all to authenticated using (owner_id = auth.uid()) with check (owner_id = auth.uid());
create policy "photos of visible albums" on public.photos for select using (
  exists (select 1 from public.albums a where a.owner_id = photos.owner_id and a.id = photos.album_id));
create policy "own photos in" on public.photos for insert to authenticated with check (owner_id = auth.uid());
create policy "own photos change" on public.photos for update to authenticated using (owner_id = auth.uid()) with check (owner_id = auth.uid());
create policy "own photos out" on public.photos for delete to authenticated using (owner_id = auth.uid());
create policy "own settings" on public.gallery_settings for all to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
