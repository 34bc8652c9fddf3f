-- Document vault: the shares table has nothing but a restrictive policy, so nobody ever sees a share.
-- expect: error|warning|review dead document_shares
-- also: dead document_shares|documents
create table public.folders (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  name text not null
);
create table public.documents (
  id uuid primary key default gen_random_uuid(),
  folder_id uuid references public.folders(id) on delete set null,
  owner_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  title text not null,
  content text
);
create table public.document_shares (
  id uuid primary key default gen_random_uuid(),
  document_id uuid not null references public.documents(id) on delete cascade,
  shared_with uuid not null references auth.users(id) on delete cascade,
  expires_at timestamptz
);
alter table public.folders enable row level security;
alter table public.documents enable row level security;
alter table public.document_shares enable row level security;
create policy folders_own on public.folders for all to authenticated using (owner_id = auth.uid()) with check (owner_id = auth.uid());
create policy documents_own on public.documents for all to authenticated using (owner_id = auth.uid()) with check (owner_id = auth.uid());
create policy shares_recipient on public.document_shares as restrictive for select to authenticated
  using (shared_with = auth.uid() and (expires_at is null or expires_at > now()));
