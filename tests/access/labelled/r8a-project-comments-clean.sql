-- Projects with members; tasks assigned to others by members; comments own; activity through trigger.
-- clean
create table public.projects (id uuid primary key default gen_random_uuid(), owner_id uuid not null default auth.uid() references auth.users(id), name text not null);
create table public.project_members (project_id uuid not null references public.projects(id) on delete cascade, user_id uuid not null references auth.users(id) on delete cascade, primary key (project_id, user_id));
create table public.tasks (id uuid primary key default gen_random_uuid(), project_id uuid not null references public.projects(id) on delete cascade, title text not null, assignee_id uuid references auth.users(id), created_by uuid not null default auth.uid() references auth.users(id), status text not null default 'todo' check (status in ('todo','doing','done')));
create table public.comments (id uuid primary key default gen_random_uuid(), task_id uuid not null references public.tasks(id) on delete cascade, user_id uuid not null default auth.uid() references auth.users(id), body text not null);
create function public.is_project_member(p uuid) returns boolean language sql stable security definer set search_path = '' as
$$ select exists (select 1 from public.projects where id = p and owner_id = auth.uid()) or exists (select 1 from public.project_members where project_id = p and user_id = auth.uid()) $$;
create function public.is_project_owner(p uuid) returns boolean language sql stable security definer set search_path = '' as
$$ select exists (select 1 from public.projects where id = p and owner_id = auth.uid()) $$;
create function public.project_of(t uuid) returns uuid language sql stable security definer set search_path = '' as $$ select project_id from public.tasks where id = t $$;
revoke execute on function public.project_of(uuid) from public, anon;
grant execute on function public.project_of(uuid) to authenticated;
alter table public.projects enable row level security;
alter table public.project_members enable row level security;
alter table public.tasks enable row level security;
alter table public.comments enable row level security;
create policy sel on public.projects for select to authenticated using (owner_id = auth.uid() or public.is_project_member(id));
create policy ins on public.projects for insert to authenticated with check (owner_id = auth.uid());
create policy upd on public.projects for update to authenticated using (owner_id = auth.uid()) with check (owner_id = auth.uid());
create policy del on public.projects for delete to authenticated using (owner_id = auth.uid());
create policy sel on public.project_members for select to authenticated using (public.is_project_member(project_id));
create policy ins on public.project_members for insert to authenticated with check (public.is_project_owner(project_id));
create policy del on public.project_members for delete to authenticated using (public.is_project_owner(project_id) or user_id = auth.uid());
create policy sel on public.tasks for select to authenticated using (public.is_project_member(project_id));
create policy ins on public.tasks for insert to authenticated with check (public.is_project_member(project_id) and created_by = auth.uid());
create policy upd on public.tasks for update to authenticated using (public.is_project_member(project_id)) with check (public.is_project_member(project_id));
create policy del on public.tasks for delete to authenticated using (created_by = auth.uid() or public.is_project_owner(project_id));
revoke update on public.tasks from anon, authenticated;
grant update (title, assignee_id, status) on public.tasks to authenticated;
create policy sel on public.comments for select to authenticated using (public.is_project_member(public.project_of(task_id)));
create policy ins on public.comments for insert to authenticated with check (user_id = auth.uid() and public.is_project_member(public.project_of(task_id)));
create policy upd on public.comments for update to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
create policy del on public.comments for delete to authenticated using (user_id = auth.uid());
