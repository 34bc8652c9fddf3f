-- No SELECT policy: UPDATE and DELETE of leads find nothing.
-- expect: error|warning|review dead leads|lead_notes authenticated
-- also: dead leads|lead_notes
create function public.current_org() returns uuid language sql stable as
$$ select nullif(auth.jwt() -> 'app_metadata' ->> 'org_id', '')::uuid $$;
create function public.is_org_admin() returns boolean language sql stable as
$$ select coalesce(auth.jwt() -> 'app_metadata' ->> 'org_role', '') = 'admin' $$;
create table orgs (id uuid primary key default gen_random_uuid(), name text not null);
create table leads (
  id uuid primary key default gen_random_uuid(),
  org_id uuid not null default public.current_org() references orgs(id) on delete cascade,
  name text not null,
  stage text not null default 'new' check (stage in ('new','won','lost'))
);
create table lead_notes (
  id uuid primary key default gen_random_uuid(),
  lead_id uuid not null references leads(id) on delete cascade,
  author_id uuid not null default auth.uid() references auth.users(id),
  note text not null
);
alter table orgs enable row level security;
alter table leads enable row level security;
alter table lead_notes enable row level security;
create policy "org" on orgs for select to authenticated using (id = current_org());
create policy "org admin" on orgs for update to authenticated using (id = current_org() and is_org_admin())
  with check (id = current_org() and is_org_admin());
create policy "leads write" on leads for insert to authenticated with check (org_id = current_org());
create policy "leads change" on leads for update to authenticated using (org_id = current_org()) with check (org_id = current_org());
create policy "leads delete" on leads for delete to authenticated using (org_id = current_org() and is_org_admin());
create policy "notes read" on lead_notes for select to authenticated using (exists (select 1 from leads l where l.id = lead_id));
create policy "notes write" on lead_notes for insert to authenticated
  with check (author_id = auth.uid() and exists (select 1 from leads l where l.id = lead_id));
create policy "notes delete" on lead_notes for delete to authenticated using (author_id = auth.uid());
