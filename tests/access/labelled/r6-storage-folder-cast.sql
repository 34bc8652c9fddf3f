-- The first folder is cast to uuid: one object in a folder of another kind, and listing the bucket raises for everyone.
-- expect: error|warning|review error objects authenticated
insert into storage.buckets (id, name) values ('receipts', 'receipts') on conflict do nothing;
create table public.receipts (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users,
  storage_path text not null,
  total numeric(10,2)
);
alter table public.receipts enable row level security;
create policy "own receipts" on public.receipts to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
create policy "read own receipt files" on storage.objects for select to authenticated
  using (bucket_id = 'receipts' and ((storage.foldername(name))[1])::uuid = auth.uid());
create policy "upload receipt files" on storage.objects for insert to authenticated
  with check (bucket_id = 'receipts' and (storage.foldername(name))[1] = auth.uid()::text);
