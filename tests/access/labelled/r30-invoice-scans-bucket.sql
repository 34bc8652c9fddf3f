-- Scans of invoices: uploads and deletes go by folder, reading asks for the bucket alone, so that everybody signed in
-- reads everybody's scans.
-- expect: error|warning|review exposure|bypass objects authenticated
-- also: exposure objects
insert into storage.buckets (id, name, public) values ('scans', 'scans', false);
create table public.invoices (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  supplier text not null,
  total numeric(10,2) not null,
  scan_path text
);
create table public.invoice_lines (
  id bigint generated always as identity primary key,
  invoice_id uuid not null references public.invoices (id) on delete cascade,
  description text not null,
  amount numeric(10,2) not null
);
alter table public.invoices enable row level security;
alter table public.invoice_lines enable row level security;
create policy "own invoices" on public.invoices for all to authenticated
  using ((select auth.uid()) = user_id) with check ((select auth.uid()) = user_id);
create policy "own lines" on public.invoice_lines for all to authenticated
  using (invoice_id in (select i.id from public.invoices i where i.user_id = (select auth.uid())))
  with check (invoice_id in (select i.id from public.invoices i where i.user_id = (select auth.uid())));
create policy "upload scans" on storage.objects for insert to authenticated
  with check (bucket_id = 'scans' and (storage.foldername(name))[1] = (select auth.uid())::text);
create policy "read scans" on storage.objects for select to authenticated using (bucket_id = 'scans');
create policy "delete scans" on storage.objects for delete to authenticated
  using (bucket_id = 'scans' and (storage.foldername(name))[1] = (select auth.uid())::text);
