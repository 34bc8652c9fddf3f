-- One may create a share link for somebody else's document, which then opens it.
-- expect: error escalation share_links|documents authenticated
-- also: escalation|bypass documents
create table documents (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users,
  title text not null,
  content text not null default ''
);
create table share_links (
  id uuid primary key default gen_random_uuid(),
  document_id uuid not null references documents on delete cascade,
  recipient uuid not null references auth.users,
  created_by uuid not null default auth.uid() references auth.users
);
alter table documents enable row level security;
alter table share_links enable row level security;
create function shared_with_me(doc uuid) returns boolean language sql stable security definer set search_path = public as
$$ select exists (select 1 from share_links where document_id = doc and recipient = auth.uid()) $$;
create policy "own" on documents for all to authenticated using (owner_id = auth.uid()) with check (owner_id = auth.uid());
create policy "shared" on documents for select to authenticated using (shared_with_me(id));
create policy "links of mine" on share_links for select to authenticated using (created_by = auth.uid() or recipient = auth.uid());
create policy "create links" on share_links for insert to authenticated with check (created_by = auth.uid());
