-- The upload is let in when the writer's id is anywhere in the path, and the first folder's owner reads it.
-- expect: error forgery objects
insert into storage.buckets (id, name, public) values ('tapes', 'tapes', false);
create policy listen on storage.objects for select to authenticated using (bucket_id = 'tapes' and (storage.foldername(name))[1] = auth.uid()::text);
create policy record on storage.objects for insert to authenticated with check (bucket_id = 'tapes' and auth.uid()::text = any (storage.foldername(name)));
