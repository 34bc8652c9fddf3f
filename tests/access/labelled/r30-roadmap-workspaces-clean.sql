-- Current conventions: helpers in a schema that the API doesn't expose, (select auth.uid()), roles named in each policy.
-- Viewers read, editors write, owners keep the members. What is archived stays readable but for owners alone.
-- clean
create schema private;
grant usage on schema private to authenticated;

create type public.workspace_role as enum ('viewer', 'editor', 'owner');
create table public.workspaces (
  id uuid primary key default gen_random_uuid(),
  name text not null check (char_length(name) between 1 and 80),
  plan text not null default 'free' check (plan in ('free', 'team'))
);
create table public.workspace_members (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  role public.workspace_role not null default 'viewer',
  primary key (workspace_id, user_id)
);
create table public.roadmaps (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  title text not null,
  archived_at timestamptz
);
create table public.milestones (
  id uuid primary key default gen_random_uuid(),
  roadmap_id uuid not null references public.roadmaps (id) on delete cascade,
  title text not null,
  due date,
  position int not null default 0
);
create index on public.workspace_members (user_id);

alter table public.workspaces enable row level security;
alter table public.workspace_members enable row level security;
alter table public.roadmaps enable row level security;
alter table public.milestones enable row level security;

create or replace function private.workspaces_with(at_least public.workspace_role) returns setof uuid
language sql stable security definer set search_path = '' as $$
  select workspace_id from public.workspace_members where user_id = (select auth.uid()) and role >= at_least
$$;
create or replace function private.roadmap_workspace(roadmap uuid) returns uuid
language sql stable security definer set search_path = '' as $$
  select workspace_id from public.roadmaps where id = roadmap
$$;

create policy "Members see their workspaces" on public.workspaces for select to authenticated
  using (id in (select private.workspaces_with('viewer')));
create policy "Owners rename" on public.workspaces for update to authenticated
  using (id in (select private.workspaces_with('owner'))) with check (id in (select private.workspaces_with('owner')));
revoke update on public.workspaces from anon, authenticated;
grant update (name) on public.workspaces to authenticated;

create policy "Members see members" on public.workspace_members for select to authenticated
  using (workspace_id in (select private.workspaces_with('viewer')));
create policy "Owners add members" on public.workspace_members for insert to authenticated
  with check (workspace_id in (select private.workspaces_with('owner')));
create policy "Owners change members" on public.workspace_members for update to authenticated
  using (workspace_id in (select private.workspaces_with('owner'))) with check (workspace_id in (select private.workspaces_with('owner')));
create policy "Owners remove members, all may leave" on public.workspace_members for delete to authenticated
  using (workspace_id in (select private.workspaces_with('owner')) or user_id = (select auth.uid()));

create policy "Roadmaps are read" on public.roadmaps for select to authenticated
  using (workspace_id in (select private.workspaces_with('viewer')));
create policy "Roadmaps are made" on public.roadmaps for insert to authenticated
  with check (workspace_id in (select private.workspaces_with('editor')));
create policy "Roadmaps are changed" on public.roadmaps for update to authenticated
  using (workspace_id in (select private.workspaces_with('editor')) and archived_at is null)
  with check (workspace_id in (select private.workspaces_with('editor')));
create policy "Archived ones are owners' to take back" on public.roadmaps for update to authenticated
  using (workspace_id in (select private.workspaces_with('owner')));

create policy "Milestones are read" on public.milestones for select to authenticated
  using (private.roadmap_workspace(roadmap_id) in (select private.workspaces_with('viewer')));
create policy "Milestones are kept by editors" on public.milestones for all to authenticated
  using (private.roadmap_workspace(roadmap_id) in (select private.workspaces_with('editor')))
  with check (private.roadmap_workspace(roadmap_id) in (select private.workspaces_with('editor')));

create or replace function public.create_workspace(workspace_name text) returns uuid
language plpgsql security definer set search_path = '' as $$
declare w uuid;
begin
  if (select auth.uid()) is null then raise exception 'not signed in' using errcode = '28000'; end if;
  insert into public.workspaces (name) values (workspace_name) returning id into w;
  insert into public.workspace_members values (w, (select auth.uid()), 'owner');
  return w;
end $$;
