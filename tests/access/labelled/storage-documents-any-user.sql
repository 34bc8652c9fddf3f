-- The private bucket's SELECT, UPDATE and DELETE look at the bucket only.
-- expect: error exposure|tampering|bypass objects authenticated
-- also: exposure|tampering|forgery objects
insert into storage.buckets (id, name, public) values ('contracts', 'contracts', false);
create policy "upload own" on storage.objects for insert to authenticated
  with check (bucket_id = 'contracts' and (storage.foldername(name))[1] = auth.uid()::text);
create policy "read" on storage.objects for select to authenticated
  using (bucket_id = 'contracts');
create policy "replace" on storage.objects for update to authenticated
  using (bucket_id = 'contracts');
create policy "delete" on storage.objects for delete to authenticated
  using (bucket_id = 'contracts' and auth.role() = 'authenticated');
create table contracts (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users,
  object_name text not null
);
alter table contracts enable row level security;
create policy "own" on contracts for all to authenticated using (owner_id = auth.uid()) with check (owner_id = auth.uid());
