-- Applications: the applicant inserts with any status ('approved'), and approved applicants see the members' area.
-- expect: error escalation applications authenticated
-- also: escalation|bypass members_area
create table public.applications (user_id uuid primary key default auth.uid() references auth.users(id), motivation text not null, status text not null default 'pending' check (status in ('pending', 'approved', 'rejected')));
create table public.members_area (id uuid primary key default gen_random_uuid(), title text not null, content text not null);
alter table public.applications enable row level security;
alter table public.members_area enable row level security;
create policy own on public.applications for select to authenticated using (user_id = auth.uid());
create policy apply on public.applications for insert to authenticated with check (user_id = auth.uid());
create policy members on public.members_area for select to authenticated using (
  exists (select 1 from public.applications a where a.user_id = auth.uid() and a.status = 'approved'));
