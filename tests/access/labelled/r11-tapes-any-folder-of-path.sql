-- Files lie in their owner's folder; an upload is let in when one's name is anywhere in the path.
-- expect: error forgery|tampering objects authenticated

insert into storage.buckets (id, name, public) values ('tapes', 'tapes', false);
create policy "listen" on storage.objects for select to authenticated
  using (bucket_id = 'tapes' and (storage.foldername(name))[1] = (select auth.uid())::text);
create policy "record" on storage.objects for insert to authenticated with check (bucket_id = 'tapes' and (select auth.uid())::text = any (storage.foldername(name)));
create policy "erase" on storage.objects for delete to authenticated
  using (bucket_id = 'tapes' and (storage.foldername(name))[1] = (select auth.uid())::text);
