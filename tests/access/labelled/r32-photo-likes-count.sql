-- like_photo() runs as the caller; only the photographer may update a photo, so likes of strangers count nothing.
-- expect: error|warning|review dead like_photo|photos authenticated
-- also: tampering photos|likes
create table public.photos (id uuid primary key default gen_random_uuid(), user_id uuid not null default auth.uid() references auth.users, url text not null, likes int not null default 0);
alter table public.photos enable row level security;
create policy "gallery" on public.photos for select using (true);
create policy "own" on public.photos for update to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
create policy "post" on public.photos for insert to authenticated with check (user_id = auth.uid() and likes = 0);
create function public.like_photo(p uuid) returns void language sql set search_path = public as $$ update photos set likes = likes + 1 where id = p $$;
