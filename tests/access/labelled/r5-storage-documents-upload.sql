-- Any signed-in user uploads into anybody's folder of the private bucket.
-- expect: error forgery objects authenticated
insert into storage.buckets (id, name, public) values ('avatars', 'avatars', true), ('documents', 'documents', false)
on conflict (id) do nothing;

create table public.documents (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  path text not null unique,
  title text not null
);
alter table public.documents enable row level security;
create policy "own documents" on public.documents for all to authenticated
  using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));

create policy "Avatars are public" on storage.objects for select using (bucket_id = 'avatars');
create policy "Users upload their avatar" on storage.objects for insert to authenticated
  with check (bucket_id = 'avatars' and (storage.foldername(name))[1] = auth.uid()::text);
create policy "Users read their documents" on storage.objects for select to authenticated
  using (bucket_id = 'documents' and (storage.foldername(name))[1] = auth.uid()::text);
create policy "Users delete their documents" on storage.objects for delete to authenticated
  using (bucket_id = 'documents' and (storage.foldername(name))[1] = auth.uid()::text);
create policy "Authenticated users upload documents" on storage.objects for insert to authenticated
  with check (bucket_id = 'documents');
