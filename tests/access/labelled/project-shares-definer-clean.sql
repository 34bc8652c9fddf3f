-- The same need, recursion cut by two definer functions in a private schema.
-- clean
create schema if not exists private;
create table projects (id uuid primary key default gen_random_uuid(), owner_id uuid not null default auth.uid() references auth.users, name text not null);
create table project_shares (
  project_id uuid not null references projects on delete cascade,
  shared_with uuid not null references auth.users on delete cascade,
  can_edit boolean not null default false,
  primary key (project_id, shared_with)
);
create table tasks (
  id uuid primary key default gen_random_uuid(),
  project_id uuid not null references projects on delete cascade,
  title text not null,
  done boolean not null default false
);
create function private.owns_project(p uuid) returns boolean language sql stable security definer set search_path = '' as
$$ select exists (select 1 from public.projects where id = p and owner_id = auth.uid()) $$;
create function private.shared_with_me(p uuid, need_edit boolean default false) returns boolean language sql stable security definer set search_path = '' as
$$ select exists (select 1 from public.project_shares where project_id = p and shared_with = auth.uid() and (can_edit or not need_edit)) $$;
grant usage on schema private to authenticated;
alter table projects enable row level security;
alter table project_shares enable row level security;
alter table tasks enable row level security;
create policy projects_select on projects for select to authenticated using (owner_id = auth.uid() or private.shared_with_me(id));
create policy projects_insert on projects for insert to authenticated with check (owner_id = auth.uid());
create policy projects_update on projects for update to authenticated using (owner_id = auth.uid()) with check (owner_id = auth.uid());
create policy projects_delete on projects for delete to authenticated using (owner_id = auth.uid());
create policy shares_select on project_shares for select to authenticated using (shared_with = auth.uid() or private.owns_project(project_id));
create policy shares_write on project_shares for insert to authenticated with check (private.owns_project(project_id));
create policy shares_delete on project_shares for delete to authenticated using (private.owns_project(project_id) or shared_with = auth.uid());
create policy tasks_select on tasks for select to authenticated using (private.owns_project(project_id) or private.shared_with_me(project_id));
create policy tasks_insert on tasks for insert to authenticated with check (private.owns_project(project_id) or private.shared_with_me(project_id, true));
create policy tasks_update on tasks for update to authenticated
  using (private.owns_project(project_id) or private.shared_with_me(project_id, true))
  with check (private.owns_project(project_id) or private.shared_with_me(project_id, true));
