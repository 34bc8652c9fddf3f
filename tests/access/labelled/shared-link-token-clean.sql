-- Documents shared by token, looked up by a definer function that needs the token.
-- clean
create table documents (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users,
  title text not null,
  content text not null default ''
);
create table share_links (
  token uuid primary key default gen_random_uuid(),
  document_id uuid not null references documents on delete cascade,
  expires_at timestamptz not null default now() + interval '30 days'
);
alter table documents enable row level security;
alter table share_links enable row level security;
create policy "own" on documents for all to authenticated using (owner_id = auth.uid()) with check (owner_id = auth.uid());
create policy "own links" on share_links for all to authenticated
  using (exists (select 1 from documents d where d.id = document_id and d.owner_id = auth.uid()))
  with check (exists (select 1 from documents d where d.id = document_id and d.owner_id = auth.uid()));
create function shared_document(link uuid) returns table (title text, content text) language sql stable security definer set search_path = public as $$
  select d.title, d.content from share_links s join documents d on d.id = s.document_id where s.token = link and s.expires_at > now()
$$;
