-- Share links by policy: "token is not null", which is always so: every shared document is everybody's; and the links are too.
-- expect: error|warning|review exposure share_links anon
-- also: exposure|bypass documents|share_links
create table documents (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users,
  title text not null,
  content text not null default ''
);
create table share_links (
  token uuid primary key default gen_random_uuid(),
  document_id uuid not null references documents on delete cascade,
  created_by uuid not null default auth.uid() references auth.users
);
alter table documents enable row level security;
alter table share_links enable row level security;
create policy "own" on documents for all to authenticated using (owner_id = auth.uid()) with check (owner_id = auth.uid());
create policy "shared" on documents for select using (exists (select 1 from share_links s where s.document_id = documents.id));
create policy "create links" on share_links for insert to authenticated with check (created_by = auth.uid());
create policy "delete links" on share_links for delete to authenticated using (created_by = auth.uid());
create policy "anyone with the token" on share_links for select using (token is not null);
