-- A design studio: whoever is a member of some project reads and deletes the files of all projects.
-- expect: error|warning exposure|tampering|bypass|escalation objects
-- also: exposure|tampering|bypass|escalation objects
insert into storage.buckets (id, name, public) values ('designs', 'designs', false) on conflict (id) do nothing;
create table public.projects (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  name text not null
);
create table public.project_members (
  project_id uuid not null references public.projects(id) on delete cascade,
  user_id uuid not null references auth.users(id) on delete cascade,
  primary key (project_id, user_id)
);
create function public.owns_project(p uuid) returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.projects where id = p and owner_id = (select auth.uid())) $$;
create function public.on_project(p uuid) returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.project_members where project_id = p and user_id = (select auth.uid())) $$;
alter table public.projects enable row level security;
alter table public.project_members enable row level security;
create policy "projects" on public.projects for select to authenticated using (owner_id = auth.uid() or public.on_project(id));
create policy "new project" on public.projects for insert to authenticated with check (owner_id = auth.uid());
create policy "members" on public.project_members for select to authenticated using (user_id = auth.uid() or public.owns_project(project_id));
create policy "owner keeps members" on public.project_members for all to authenticated using (public.owns_project(project_id)) with check (public.owns_project(project_id));
create policy "members read designs" on storage.objects for select to authenticated
  using (bucket_id = 'designs' and exists (select 1 from public.project_members m where m.user_id = auth.uid()));
create policy "members upload designs" on storage.objects for insert to authenticated
  with check (bucket_id = 'designs' and exists (select 1 from public.project_members m where m.user_id = auth.uid() and m.project_id::text = (storage.foldername(name))[1]));
create policy "members delete designs" on storage.objects for delete to authenticated
  using (bucket_id = 'designs' and exists (select 1 from public.project_members m where m.user_id = auth.uid()));
