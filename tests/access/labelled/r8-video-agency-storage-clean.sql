-- clean
-- A video agency: files lie in a folder by project, members of the project read and write it; logos are public.
insert into storage.buckets (id, name, public) values ('project-files', 'project-files', false), ('logos', 'logos', true) on conflict (id) do nothing;
create table public.projects (
  id uuid primary key default gen_random_uuid(),
  title text not null,
  owner_id uuid not null default auth.uid() references auth.users(id)
);
create table public.project_members (
  project_id uuid not null references public.projects(id) on delete cascade,
  user_id uuid not null references auth.users(id) on delete cascade,
  can_edit boolean not null default false,
  primary key (project_id, user_id)
);
create table public.cuts (
  id uuid primary key default gen_random_uuid(),
  project_id uuid not null references public.projects(id) on delete cascade,
  version int not null default 1 check (version > 0),
  path text not null,
  approved boolean not null default false
);
create function public.can_see_project(p uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.projects where id = p and owner_id = (select auth.uid()))
      or exists (select 1 from public.project_members where project_id = p and user_id = (select auth.uid()))
$$;
create function public.can_edit_project(p uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.projects where id = p and owner_id = (select auth.uid()))
      or exists (select 1 from public.project_members where project_id = p and user_id = (select auth.uid()) and can_edit)
$$;
create function public.owns_project(p uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.projects where id = p and owner_id = (select auth.uid()))
$$;
create function public.project_of_path(p text) returns uuid language sql immutable set search_path = '' as $$
  select case when split_part(p, '/', 1) ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' then split_part(p, '/', 1)::uuid end
$$;
alter table public.projects enable row level security;
alter table public.project_members enable row level security;
alter table public.cuts enable row level security;
create policy "see projects" on public.projects for select to authenticated using (owner_id = auth.uid() or public.can_see_project(id));
create policy "own projects" on public.projects for insert to authenticated with check (owner_id = auth.uid());
create policy "change own projects" on public.projects for update to authenticated using (owner_id = auth.uid()) with check (owner_id = auth.uid());
create policy "delete own projects" on public.projects for delete to authenticated using (owner_id = auth.uid());
create policy "see members" on public.project_members for select to authenticated using (public.can_see_project(project_id));
create policy "owner keeps members" on public.project_members for all to authenticated using (public.owns_project(project_id)) with check (public.owns_project(project_id));
create policy "see cuts" on public.cuts for select to authenticated using (public.can_see_project(project_id));
create policy "edit cuts" on public.cuts for all to authenticated using (public.can_edit_project(project_id)) with check (public.can_edit_project(project_id));
create policy "read project files" on storage.objects for select to authenticated
  using (bucket_id = 'project-files' and public.can_see_project(public.project_of_path(name)));
create policy "upload project files" on storage.objects for insert to authenticated
  with check (bucket_id = 'project-files' and public.can_edit_project(public.project_of_path(name)));
create policy "delete project files" on storage.objects for delete to authenticated
  using (bucket_id = 'project-files' and public.can_edit_project(public.project_of_path(name)));
create policy "logos for everyone" on storage.objects for select using (bucket_id = 'logos');
create policy "own logo" on storage.objects for insert to authenticated
  with check (bucket_id = 'logos' and (storage.foldername(name))[1] = auth.uid()::text);
create policy "replace own logo" on storage.objects for update to authenticated
  using (bucket_id = 'logos' and (storage.foldername(name))[1] = auth.uid()::text)
  with check (bucket_id = 'logos' and (storage.foldername(name))[1] = auth.uid()::text);
