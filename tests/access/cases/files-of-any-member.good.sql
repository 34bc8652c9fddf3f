-- The look-ups are tied to the folder.
insert into storage.buckets (id, name, public) values ('designs', 'designs', false);
create table public.members (project_id uuid not null, user_id uuid not null references auth.users(id), primary key (project_id, user_id));
alter table public.members enable row level security;
create policy own on public.members for select to authenticated using (user_id = auth.uid());
create policy upload on storage.objects for insert to authenticated with check (bucket_id = 'designs'
  and exists (select 1 from public.members m where m.user_id = auth.uid() and m.project_id::text = (storage.foldername(name))[1]));
create policy list on storage.objects for select to authenticated using (bucket_id = 'designs' and exists (select 1 from public.members m where m.user_id = auth.uid() and m.project_id::text = (storage.foldername(name))[1]));
create policy erase on storage.objects for delete to authenticated using (bucket_id = 'designs' and exists (select 1 from public.members m where m.user_id = auth.uid() and m.project_id::text = (storage.foldername(name))[1]));
