-- Requests for documents: the policy for INSERT does not hold the status down, so that a request is filed as approved and opens the document.
-- expect: error escalation access_requests|documents authenticated
-- also: escalation|bypass|forgery|tampering access_requests|documents
create table public.documents (id uuid primary key default gen_random_uuid(), owner_id uuid not null default auth.uid() references auth.users(id), title text not null, body text not null);
create table public.access_requests (
  id uuid primary key default gen_random_uuid(),
  document_id uuid not null references public.documents(id) on delete cascade,
  requester_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  status text not null default 'pending' check (status in ('pending', 'approved', 'denied')),
  unique (document_id, requester_id)
);
create function public.owns_document(p uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.documents where id = p and owner_id = auth.uid()) $$;
create function public.may_read(p uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.access_requests where document_id = p and requester_id = auth.uid() and status = 'approved') $$;
alter table public.documents enable row level security;
alter table public.access_requests enable row level security;
create policy own on public.documents for all to authenticated using (owner_id = auth.uid()) with check (owner_id = auth.uid());
create policy approved on public.documents for select to authenticated using (public.may_read(id));
create policy r on public.access_requests for select to authenticated using (requester_id = auth.uid() or public.owns_document(document_id));
create policy i on public.access_requests for insert to authenticated with check (requester_id = auth.uid());
create policy decide on public.access_requests for update to authenticated using (public.owns_document(document_id)) with check (public.owns_document(document_id));
