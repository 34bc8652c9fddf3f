-- Electronic signatures: the function signs for whoever is named, not for the caller.
-- expect: error|warning forgery|bypass|tampering sign_document
-- also: forgery|bypass|tampering sign_document
create table public.documents (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  title text not null,
  storage_path text not null,
  completed_at timestamptz
);
create table public.signers (
  document_id uuid not null references public.documents(id) on delete cascade,
  signer_id uuid not null references auth.users(id) on delete cascade,
  signed_at timestamptz,
  ip inet,
  primary key (document_id, signer_id)
);
create table public.document_events (
  id bigint generated always as identity primary key,
  document_id uuid not null references public.documents(id) on delete cascade,
  actor_id uuid,
  event text not null,
  at timestamptz not null default now()
);
create function public.owns_document(d uuid) returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.documents where id = d and owner_id = (select auth.uid())) $$;
create function public.signs_document(d uuid) returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.signers where document_id = d and signer_id = (select auth.uid())) $$;
alter table public.documents enable row level security;
alter table public.signers enable row level security;
alter table public.document_events enable row level security;
create policy "own documents" on public.documents for all to authenticated using (owner_id = auth.uid()) with check (owner_id = auth.uid());
create policy "documents to sign" on public.documents for select to authenticated using (public.signs_document(id));
create policy "see signers" on public.signers for select to authenticated using (signer_id = auth.uid() or public.owns_document(document_id));
create policy "ask for signatures" on public.signers for insert to authenticated with check (public.owns_document(document_id) and signed_at is null);
create policy "events of own documents" on public.document_events for select to authenticated using (public.owns_document(document_id));
create function public.sign_document(p_document uuid, p_signer uuid) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  update public.signers set signed_at = now() where document_id = p_document and signer_id = p_signer and signed_at is null;
  if found then
    insert into public.document_events (document_id, actor_id, event) values (p_document, p_signer, 'signed');
    return true;
  end if;
  return false;
end $$;
