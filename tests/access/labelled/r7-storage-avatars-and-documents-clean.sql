-- Files: avatars are public to read and the owner's to write; documents are private to the folder of their owner and to the people a share names.
-- clean
insert into storage.buckets (id, name, public) values ('avatars', 'avatars', true), ('documents', 'documents', false) on conflict (id) do nothing;
create table public.documents (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  path text not null unique,
  title text not null
);
create table public.document_shares (
  document_id uuid not null references public.documents(id) on delete cascade,
  shared_with uuid not null references auth.users(id) on delete cascade,
  primary key (document_id, shared_with)
);
create table public.profiles (
  id uuid primary key references auth.users(id) on delete cascade,
  display_name text,
  avatar_path text
);
create function public.owns_document(doc uuid) returns boolean language sql stable security definer set search_path = '' as
$$ select exists (select 1 from public.documents d where d.id = doc and d.owner_id = (select auth.uid())) $$;
alter table public.documents enable row level security;
alter table public.document_shares enable row level security;
alter table public.profiles enable row level security;
create policy documents_read on public.documents for select to authenticated
  using (owner_id = (select auth.uid()) or exists (select 1 from public.document_shares s where s.document_id = documents.id and s.shared_with = (select auth.uid())));
create policy documents_insert on public.documents for insert to authenticated
  with check (owner_id = (select auth.uid()) and path like ((select auth.uid())::text || '/%'));
create policy documents_delete on public.documents for delete to authenticated using (owner_id = (select auth.uid()));
create policy shares_read on public.document_shares for select to authenticated using (shared_with = (select auth.uid()) or public.owns_document(document_id));
create policy shares_insert on public.document_shares for insert to authenticated with check (public.owns_document(document_id));
create policy shares_delete on public.document_shares for delete to authenticated using (shared_with = (select auth.uid()) or public.owns_document(document_id));
create policy profiles_read on public.profiles for select using (true);
create policy profiles_insert on public.profiles for insert to authenticated with check (id = (select auth.uid()));
create policy profiles_update on public.profiles for update to authenticated using (id = (select auth.uid()));
create policy "avatars are public" on storage.objects for select using (bucket_id = 'avatars');
create policy "own avatar upload" on storage.objects for insert to authenticated
  with check (bucket_id = 'avatars' and (storage.foldername(name))[1] = (select auth.uid())::text);
create policy "own avatar update" on storage.objects for update to authenticated
  using (bucket_id = 'avatars' and (storage.foldername(name))[1] = (select auth.uid())::text);
create policy "own avatar delete" on storage.objects for delete to authenticated
  using (bucket_id = 'avatars' and (storage.foldername(name))[1] = (select auth.uid())::text);
create policy "documents read" on storage.objects for select to authenticated
  using (bucket_id = 'documents' and ((storage.foldername(name))[1] = (select auth.uid())::text
    or exists (select 1 from public.documents d join public.document_shares s on s.document_id = d.id where d.path = objects.name and s.shared_with = (select auth.uid()))));
create policy "documents upload" on storage.objects for insert to authenticated
  with check (bucket_id = 'documents' and (storage.foldername(name))[1] = (select auth.uid())::text);
create policy "documents delete" on storage.objects for delete to authenticated
  using (bucket_id = 'documents' and (storage.foldername(name))[1] = (select auth.uid())::text);
