-- Whom a document is shared with may change it, and with it whose it is.
-- expect: error tampering documents
create table public.documents (id uuid primary key default gen_random_uuid(), owner_id uuid not null default auth.uid() references auth.users (id), shared_with uuid[] not null default '{}', body text);
alter table public.documents enable row level security;
create policy r on public.documents for select to authenticated using (owner_id = auth.uid() or auth.uid() = any (shared_with));
create policy i on public.documents for insert to authenticated with check (owner_id = auth.uid());
create policy u on public.documents for update to authenticated using (owner_id = auth.uid() or auth.uid() = any (shared_with)) with check (true);
create policy d on public.documents for delete to authenticated using (owner_id = auth.uid());
