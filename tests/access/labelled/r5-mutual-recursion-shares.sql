-- documents asks document_shares and document_shares asks documents.
-- is_staff() of the audit table may not be called by those whom its policy asks.
-- expect: error error documents|document_shares authenticated
-- expect: error|warning error|dead access_log|is_staff authenticated
-- also: error|dead documents|document_shares|access_log|is_staff
create table documents (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users(id),
  title text not null,
  body text
);
create table document_shares (
  document_id uuid references documents(id) on delete cascade,
  shared_with uuid references auth.users(id) on delete cascade,
  can_edit boolean not null default false,
  primary key (document_id, shared_with)
);
create table access_log (
  id bigint generated always as identity primary key,
  document_id uuid references documents(id) on delete cascade,
  user_id uuid references auth.users(id),
  at timestamptz default now()
);
create table staff_users (user_id uuid primary key references auth.users(id));
alter table documents enable row level security;
alter table document_shares enable row level security;
alter table access_log enable row level security;
alter table staff_users enable row level security;
create function is_staff() returns boolean language sql stable security definer set search_path = public as
$$ select exists (select 1 from staff_users where user_id = auth.uid()) $$;
revoke all on function is_staff() from public, anon, authenticated;
create policy "owner" on documents for all using (owner_id = auth.uid()) with check (owner_id = auth.uid());
create policy "shared" on documents for select using (
  exists (select 1 from document_shares s where s.document_id = id and s.shared_with = auth.uid()));
create policy "owner shares" on document_shares for all using (
  exists (select 1 from documents d where d.id = document_id and d.owner_id = auth.uid()));
create policy "shared with me" on document_shares for select using (shared_with = auth.uid());
create policy "staff reads log" on access_log for select to authenticated using (is_staff());
