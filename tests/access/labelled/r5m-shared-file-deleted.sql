-- DELETE USING (true): whoever a file is shared with deletes it.
-- expect: error tampering files authenticated
insert into storage.buckets (id, name, public) values ('avatars', 'avatars', true), ('documents', 'documents', false) on conflict do nothing;
create table public.files (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  object_name text not null unique
);
create table public.file_shares (
  file_id uuid references public.files(id) on delete cascade,
  user_id uuid references auth.users(id) on delete cascade,
  primary key (file_id, user_id)
);
alter table public.files enable row level security;
alter table public.file_shares enable row level security;
create function public.owns_file(f uuid) returns boolean language sql stable security definer set search_path = '' as
$$ select exists (select 1 from public.files where id = f and owner_id = auth.uid()) $$;
create function public.shared_with_me(f uuid) returns boolean language sql stable security definer set search_path = '' as
$$ select exists (select 1 from public.file_shares where file_id = f and user_id = auth.uid()) $$;
create policy "files read" on public.files for select to authenticated using (owner_id = auth.uid() or public.shared_with_me(id));
create policy "files insert" on public.files for insert to authenticated
  with check (owner_id = auth.uid() and split_part(object_name, '/', 1) = auth.uid()::text);
create policy "files delete" on public.files for delete to authenticated using (true);
create policy "shares read" on public.file_shares for select to authenticated using (user_id = auth.uid() or public.owns_file(file_id));
create policy "shares write" on public.file_shares for insert to authenticated with check (public.owns_file(file_id));
create policy "shares delete" on public.file_shares for delete to authenticated using (user_id = auth.uid() or public.owns_file(file_id));
create policy "Avatar images are publicly accessible" on storage.objects for select using (bucket_id = 'avatars');
create policy "Own avatar upload" on storage.objects for insert to authenticated
  with check (bucket_id = 'avatars' and (storage.foldername(name))[1] = (select auth.uid())::text);
create policy "Own avatar update" on storage.objects for update to authenticated
  using (bucket_id = 'avatars' and (storage.foldername(name))[1] = (select auth.uid())::text);
create policy "Documents read" on storage.objects for select to authenticated using (
  bucket_id = 'documents' and ((storage.foldername(name))[1] = (select auth.uid())::text
    or exists (select 1 from public.files f where f.object_name = name)));
create policy "Documents upload" on storage.objects for insert to authenticated
  with check (bucket_id = 'documents' and (storage.foldername(name))[1] = (select auth.uid())::text);
create policy "Documents delete" on storage.objects for delete to authenticated
  using (bucket_id = 'documents' and (storage.foldername(name))[1] = (select auth.uid())::text);
