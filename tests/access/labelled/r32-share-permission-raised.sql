-- Whoever a document is shared with to read may update its share, and so grant itself to write; moving it on is refused by a key.
-- expect: error escalation|tampering document_shares|permission authenticated
create table public.documents (id uuid primary key default gen_random_uuid(), owner_id uuid not null default auth.uid() references auth.users, title text not null, body text);
create table public.document_shares (
  document_id uuid references public.documents on delete cascade,
  user_id uuid references auth.users on delete cascade,
  permission text not null default 'read' check (permission in ('read', 'write')),
  primary key (document_id, user_id)
);
create function public.shared(d uuid, wanted text[]) returns boolean language sql stable security definer set search_path = '' as
$$ select exists (select 1 from public.document_shares s where s.document_id = d and s.user_id = auth.uid() and s.permission = any (wanted)) $$;
create function public.owns(d uuid) returns boolean language sql stable security definer set search_path = '' as
$$ select exists (select 1 from public.documents where id = d and owner_id = auth.uid()) $$;
alter table public.documents enable row level security;
alter table public.document_shares enable row level security;
create policy "read" on public.documents for select to authenticated using (owner_id = auth.uid() or public.shared(id, '{read,write}'));
create policy "create" on public.documents for insert to authenticated with check (owner_id = auth.uid());
create policy "edit" on public.documents for update to authenticated using (owner_id = auth.uid() or public.shared(id, '{write}'));
create policy "shares" on public.document_shares for select to authenticated using (user_id = auth.uid() or public.owns(document_id));
create policy "share" on public.document_shares for insert to authenticated with check (public.owns(document_id));
create policy "unshare" on public.document_shares for delete to authenticated using (user_id = auth.uid() or public.owns(document_id));
revoke update on public.document_shares from anon, authenticated;
grant update (permission) on public.document_shares to authenticated;
create policy "accept" on public.document_shares for update to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
