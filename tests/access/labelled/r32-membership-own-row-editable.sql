-- A member may edit its own membership (the nickname is meant): role and workspace are in the same row.
-- expect: error escalation memberships|role|workspace_id authenticated
-- also: escalation memberships|role|workspace_id
create type public.ws_role as enum ('guest', 'editor', 'owner');
create table public.workspaces (id uuid primary key default gen_random_uuid(), name text not null, plan text not null default 'free');
create table public.memberships (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references public.workspaces on delete cascade,
  user_id uuid not null references auth.users on delete cascade,
  role public.ws_role not null default 'guest',
  nickname text,
  unique (workspace_id, user_id)
);
create table public.pages (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references public.workspaces on delete cascade,
  title text not null default 'Untitled',
  body text,
  owners_only boolean not null default false
);
create schema if not exists private;
grant usage on schema private to authenticated;
create function private.role_in(ws uuid) returns public.ws_role language sql stable security definer set search_path = '' as
$$ select m.role from public.memberships m where m.workspace_id = ws and m.user_id = (select auth.uid()) $$;
alter table public.workspaces enable row level security;
alter table public.memberships enable row level security;
alter table public.pages enable row level security;
create policy "see workspace" on public.workspaces for select to authenticated using (private.role_in(id) is not null);
create policy "owner edits workspace" on public.workspaces for update to authenticated using (private.role_in(id) = 'owner') with check (private.role_in(id) = 'owner');
create policy "see members" on public.memberships for select to authenticated using (private.role_in(workspace_id) is not null);
create policy "owner adds" on public.memberships for insert to authenticated with check (private.role_in(workspace_id) = 'owner');
create policy "own nickname" on public.memberships for update to authenticated using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy "read pages" on public.pages for select to authenticated using (private.role_in(workspace_id) is not null and (not owners_only or private.role_in(workspace_id) = 'owner'));
create policy "write pages" on public.pages for all to authenticated using (private.role_in(workspace_id) >= 'editor' and (not owners_only or private.role_in(workspace_id) = 'owner')) with check (private.role_in(workspace_id) >= 'editor' and (not owners_only or private.role_in(workspace_id) = 'owner'));
