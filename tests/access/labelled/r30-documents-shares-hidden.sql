-- A document shared with somebody is shown by its share, and shares are shown to the document's owner alone.
-- expect: error|warning dead documents authenticated
create table documents (id uuid primary key default gen_random_uuid(), owner_id uuid not null default auth.uid() references auth.users, title text not null);
create table shares (document_id uuid references documents on delete cascade, user_id uuid references auth.users on delete cascade, primary key (document_id, user_id));
alter table documents enable row level security; alter table shares enable row level security;
create function owns(d uuid) returns boolean language sql stable security definer set search_path = '' as $$ select exists (select 1 from public.documents where id = d and owner_id = auth.uid()) $$;
create policy d on documents for all to authenticated using (owner_id = auth.uid());
create policy ds on documents for select to authenticated using (exists (select 1 from shares s where s.document_id = id and s.user_id = auth.uid()));
create policy s on shares for all to authenticated using (owns(document_id)) with check (owns(document_id));
