-- Photographers' portfolios: profiles are public on purpose, avatars live in a public bucket, one folder each.
-- clean
create table public.profiles (
  id uuid primary key references auth.users(id) on delete cascade,
  username text unique,
  bio text,
  website text,
  updated_at timestamptz not null default now()
);
create table public.photos (
  id uuid primary key default gen_random_uuid(),
  photographer_id uuid not null references public.profiles(id) on delete cascade,
  caption text,
  path text not null,
  is_public boolean not null default false
);
create or replace function public.handle_new_user() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.profiles (id, bio) values (new.id, new.raw_user_meta_data ->> 'bio');
  return new;
end;
$$;
create trigger on_auth_user_created after insert on auth.users for each row execute procedure public.handle_new_user();
alter table public.profiles enable row level security;
alter table public.photos enable row level security;
create policy "Public profiles are viewable by everyone." on public.profiles for select using (true);
create policy "Users can insert their own profile." on public.profiles for insert with check ((select auth.uid()) = id);
create policy "Users can update own profile." on public.profiles for update
  using ((select auth.uid()) = id) with check ((select auth.uid()) = id);
create policy "Public photos, and own ones" on public.photos for select using (is_public or photographer_id = (select auth.uid()));
create policy "Manage own photos" on public.photos for all to authenticated
  using (photographer_id = (select auth.uid())) with check (photographer_id = (select auth.uid()));
create view public.gallery with (security_invoker = on) as
  select ph.id, ph.caption, ph.path, pr.username from public.photos ph join public.profiles pr on pr.id = ph.photographer_id
  where ph.is_public;
insert into storage.buckets (id, name, public) values ('avatars', 'avatars', true) on conflict (id) do nothing;
create policy "Avatars are public" on storage.objects for select using (bucket_id = 'avatars');
create policy "Upload own avatar" on storage.objects for insert to authenticated
  with check (bucket_id = 'avatars' and (storage.foldername(name))[1] = (select auth.uid())::text);
create policy "Replace own avatar" on storage.objects for update to authenticated
  using (bucket_id = 'avatars' and (storage.foldername(name))[1] = (select auth.uid())::text)
  with check (bucket_id = 'avatars' and (storage.foldername(name))[1] = (select auth.uid())::text);
create policy "Delete own avatar" on storage.objects for delete to authenticated
  using (bucket_id = 'avatars' and (storage.foldername(name))[1] = (select auth.uid())::text);
