-- Documents shared for viewing or for editing; an editor changes title and content, never the owner.
-- clean
create type public.share_level as enum ('view', 'edit');
create table public.documents (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  title text not null default 'Untitled',
  content jsonb not null default '{}'
);
create table public.document_shares (
  document_id uuid not null references public.documents(id) on delete cascade,
  user_id uuid not null references auth.users(id) on delete cascade,
  level public.share_level not null default 'view',
  primary key (document_id, user_id)
);
create table public.document_comments (
  id uuid primary key default gen_random_uuid(),
  document_id uuid not null references public.documents(id) on delete cascade,
  author_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  body text not null
);
create schema if not exists private;
grant usage on schema private to authenticated;
create function private.owns_document(doc uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.documents where id = doc and owner_id = (select auth.uid()));
$$;
create function private.share_of(doc uuid) returns public.share_level language sql stable security definer set search_path = '' as $$
  select level from public.document_shares where document_id = doc and user_id = (select auth.uid());
$$;
alter table public.documents enable row level security;
alter table public.document_shares enable row level security;
alter table public.document_comments enable row level security;
create policy "read own and shared" on public.documents for select to authenticated
  using (owner_id = (select auth.uid()) or private.share_of(id) is not null);
create policy "create own" on public.documents for insert to authenticated with check (owner_id = (select auth.uid()));
create policy "edit own and shared" on public.documents for update to authenticated
  using (owner_id = (select auth.uid()) or private.share_of(id) = 'edit')
  with check (owner_id = (select auth.uid()) or private.share_of(id) = 'edit');
create policy "delete own" on public.documents for delete to authenticated using (owner_id = (select auth.uid()));
revoke update on public.documents from anon, authenticated;
grant update (title, content) on public.documents to authenticated;
create policy "owner or invited see shares" on public.document_shares for select to authenticated
  using (user_id = (select auth.uid()) or private.owns_document(document_id));
create policy "owner shares" on public.document_shares for insert to authenticated with check (private.owns_document(document_id));
create policy "owner changes level" on public.document_shares for update to authenticated
  using (private.owns_document(document_id)) with check (private.owns_document(document_id));
create policy "owner unshares, invited leaves" on public.document_shares for delete to authenticated
  using (user_id = (select auth.uid()) or private.owns_document(document_id));
create policy "read comments" on public.document_comments for select to authenticated
  using (private.owns_document(document_id) or private.share_of(document_id) is not null);
create policy "comment" on public.document_comments for insert to authenticated
  with check (author_id = (select auth.uid()) and (private.owns_document(document_id) or private.share_of(document_id) is not null));
create policy "owner or author removes comment" on public.document_comments for delete to authenticated
  using (author_id = (select auth.uid()) or private.owns_document(document_id));
