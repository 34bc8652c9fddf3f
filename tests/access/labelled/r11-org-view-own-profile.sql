-- The table is closed and a view shows the documents of one's own organisation, which stands in a row that one edits.
-- expect: error escalation|bypass profiles|org_documents|documents authenticated

create table public.organisations (
  id uuid primary key default gen_random_uuid(),
  name text not null
);
create table public.profiles (
  id uuid primary key references auth.users (id),
  org_id uuid references public.organisations (id),
  full_name text
);
create table public.documents (
  id uuid primary key default gen_random_uuid(),
  org_id uuid not null references public.organisations (id),
  title text not null,
  body text
);
alter table public.organisations enable row level security;
alter table public.profiles enable row level security;
alter table public.documents enable row level security;
create policy "organisations are listed" on public.organisations for select to authenticated using (true);
create policy "own profile" on public.profiles for select to authenticated using (id = (select auth.uid()));
create policy "edit profile" on public.profiles for update to authenticated
  using (id = (select auth.uid())) with check (id = (select auth.uid()));

create view public.org_documents with (security_barrier = true) as
  select d.id, d.org_id, d.title, d.body from public.documents d
  where d.org_id = (select p.org_id from public.profiles p where p.id = auth.uid());
revoke all on public.org_documents from anon, authenticated;
grant select on public.org_documents to authenticated;
