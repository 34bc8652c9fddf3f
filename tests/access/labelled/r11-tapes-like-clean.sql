-- One's own folder, spelled with LIKE for uploads and with foldername for the rest.
-- clean

insert into storage.buckets (id, name, public) values ('tapes', 'tapes', false);
create policy "listen" on storage.objects for select to authenticated
  using (bucket_id = 'tapes' and (storage.foldername(name))[1] = (select auth.uid())::text);
create policy "record" on storage.objects for insert to authenticated with check (bucket_id = 'tapes' and name like (select auth.uid())::text || '/%');
create policy "erase" on storage.objects for delete to authenticated
  using (bucket_id = 'tapes' and (storage.foldername(name))[1] = (select auth.uid())::text);
