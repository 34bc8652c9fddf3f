-- Expense receipts: uploads go to the own folder, but every signed-in user reads and deletes all of the bucket.
-- expect: error|warning exposure|tampering|bypass objects
-- also: exposure|tampering|bypass objects
insert into storage.buckets (id, name, public) values ('receipts', 'receipts', false) on conflict (id) do nothing;
create table public.expenses (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users(id) on delete cascade,
  vendor text not null,
  amount numeric(12,2) not null check (amount > 0),
  currency char(3) not null default 'EUR',
  receipt_path text,
  spent_on date not null default current_date
);
create table public.categories (
  id bigint generated always as identity primary key,
  user_id uuid not null references auth.users(id) on delete cascade,
  name text not null,
  unique (user_id, name)
);
alter table public.expenses enable row level security;
alter table public.categories enable row level security;
create policy "own expenses" on public.expenses for all to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
create policy "own categories" on public.categories for all to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
create policy "Users can upload receipts" on storage.objects for insert to authenticated
  with check (bucket_id = 'receipts' and (storage.foldername(name))[1] = auth.uid()::text);
create policy "Users can view receipts" on storage.objects for select to authenticated
  using (bucket_id = 'receipts' and auth.role() = 'authenticated');
create policy "Users can delete receipts" on storage.objects for delete to authenticated
  using (bucket_id = 'receipts' and auth.role() = 'authenticated');
