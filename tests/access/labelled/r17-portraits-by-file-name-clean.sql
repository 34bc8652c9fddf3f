-- A public bucket in which everyone has one file, named after oneself; what is taken down is what one put there.
-- clean

insert into storage.buckets (id, name, public) values ('portraits', 'portraits', true);
create policy "portraits are public" on storage.objects for select using (bucket_id = 'portraits');
create policy "one's own portrait" on storage.objects for insert to authenticated
  with check (bucket_id = 'portraits' and name = (select auth.uid())::text || '.png');
create policy "replace it" on storage.objects for update to authenticated
  using (bucket_id = 'portraits' and name = (select auth.uid())::text || '.png')
  with check (bucket_id = 'portraits' and name = (select auth.uid())::text || '.png');
create policy "take it down" on storage.objects for delete to authenticated
  using (bucket_id = 'portraits' and owner_id = (select auth.uid())::text);
