-- expect: error forgery objects
insert into storage.buckets (id, name, public) values ('docs', 'docs', false);
create policy r on storage.objects for select to authenticated using (bucket_id = 'docs' and (storage.foldername(name))[1] = auth.uid()::text);
create policy u on storage.objects for update to authenticated using (bucket_id = 'docs' and (storage.foldername(name))[1] = auth.uid()::text);
create policy i on storage.objects for insert to authenticated with check (bucket_id = 'docs');
