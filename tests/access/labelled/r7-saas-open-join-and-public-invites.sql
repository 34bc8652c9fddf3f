-- SaaS starter: anyone may insert the own membership into any workspace with any role; and all invitations, tokens included, are readable by anyone signed in.
-- expect: error escalation workspace_members
-- expect: error|warning|review exposure|bypass|escalation invitations
-- also: escalation|bypass|tampering|exposure workspace_members|invitations|projects|workspaces
create table public.workspaces (
  id uuid primary key default gen_random_uuid(),
  name text not null
);
create table public.workspace_members (
  workspace_id uuid not null references public.workspaces(id) on delete cascade,
  user_id uuid not null references auth.users(id) on delete cascade,
  role text not null default 'member' check (role in ('owner', 'admin', 'member')),
  primary key (workspace_id, user_id)
);
create table public.invitations (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references public.workspaces(id) on delete cascade,
  invited_by uuid not null references auth.users(id),
  email text not null,
  token text not null default encode(extensions.gen_random_bytes(16), 'hex'),
  accepted boolean not null default false
);
create table public.projects (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references public.workspaces(id) on delete cascade,
  name text not null,
  secret_notes text
);
create function public.is_member(ws uuid) returns boolean language sql stable security definer set search_path = '' as
$$ select exists (select 1 from public.workspace_members where workspace_id = ws and user_id = auth.uid()) $$;
create function public.is_workspace_admin(ws uuid) returns boolean language sql stable security definer set search_path = '' as
$$ select exists (select 1 from public.workspace_members where workspace_id = ws and user_id = auth.uid() and role in ('owner', 'admin')) $$;
alter table public.workspaces enable row level security;
alter table public.workspace_members enable row level security;
alter table public.invitations enable row level security;
alter table public.projects enable row level security;
create policy ws_read on public.workspaces for select to authenticated using (public.is_member(id));
create policy wm_read on public.workspace_members for select to authenticated using (public.is_member(workspace_id));
create policy wm_join on public.workspace_members for insert to authenticated with check (user_id = auth.uid());
create policy inv_read on public.invitations for select to authenticated using (true);
create policy inv_write on public.invitations for insert to authenticated with check (invited_by = auth.uid() and public.is_workspace_admin(workspace_id));
create policy inv_delete on public.invitations for delete to authenticated using (invited_by = auth.uid());
create policy projects_read on public.projects for select to authenticated using (public.is_member(workspace_id));
create policy projects_write on public.projects for insert to authenticated with check (public.is_workspace_admin(workspace_id));
