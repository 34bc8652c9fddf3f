-- Everybody reads the bucket and uploads to a folder of their own; with `upsert` everybody replaces everybody's file.
-- expect: error tampering|bypass objects authenticated
-- also: tampering|bypass|forgery|escalation objects

insert into storage.buckets (id, name, public) values ('handbooks', 'handbooks', false);
create policy "signed-in people read handbooks" on storage.objects for select to authenticated
  using (bucket_id = 'handbooks');
create policy "upload to one's own folder" on storage.objects for insert to authenticated
  with check (bucket_id = 'handbooks' and (storage.foldername(name))[1] = (select auth.uid())::text);
create policy "replace" on storage.objects for update to authenticated
  using (bucket_id = 'handbooks') with check (bucket_id = 'handbooks');
create policy "delete from one's own folder" on storage.objects for delete to authenticated
  using (bucket_id = 'handbooks' and (storage.foldername(name))[1] = (select auth.uid())::text);

create table public.handbook_notes (
  id uuid primary key default gen_random_uuid(),
  author_id uuid not null default auth.uid() references auth.users (id),
  object_name text not null,
  note text not null
);
alter table public.handbook_notes enable row level security;
create policy "own notes" on public.handbook_notes for all to authenticated
  using (author_id = (select auth.uid())) with check (author_id = (select auth.uid()));
