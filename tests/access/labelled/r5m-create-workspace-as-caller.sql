-- create_workspace() lost SECURITY DEFINER: always 42501.
-- expect: error|warning|review error|dead create_workspace authenticated
-- also: error|dead create_workspace
create table workspaces (
  id uuid primary key default gen_random_uuid(),
  name text not null check (length(trim(name)) > 0),
  created_at timestamptz not null default now()
);
create table workspace_members (
  workspace_id uuid not null references workspaces(id) on delete cascade,
  user_id uuid not null references auth.users(id) on delete cascade,
  role text not null default 'editor' check (role in ('owner','editor','viewer')),
  primary key (workspace_id, user_id)
);
create table invitations (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references workspaces(id) on delete cascade,
  email text not null,
  token text not null unique default encode(extensions.gen_random_bytes(16), 'hex'),
  expires_at timestamptz not null default now() + interval '7 days',
  accepted_at timestamptz
);
create table boards (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references workspaces(id) on delete cascade,
  title text not null
);
alter table workspaces enable row level security;
alter table workspace_members enable row level security;
alter table invitations enable row level security;
alter table boards enable row level security;
create function has_workspace_role(ws uuid, roles text[]) returns boolean language sql stable security definer set search_path = '' as
$$ select exists (select 1 from public.workspace_members m where m.workspace_id = ws and m.user_id = (select auth.uid()) and m.role = any(roles)) $$;
create policy "read workspace" on workspaces for select to authenticated using (has_workspace_role(id, '{owner,editor,viewer}'));
create policy "owners rename" on workspaces for update to authenticated
  using (has_workspace_role(id, '{owner}')) with check (has_workspace_role(id, '{owner}'));
create policy "read members" on workspace_members for select to authenticated using (has_workspace_role(workspace_id, '{owner,editor,viewer}'));
create policy "owners manage members" on workspace_members for all to authenticated
  using (has_workspace_role(workspace_id, '{owner}')) with check (has_workspace_role(workspace_id, '{owner}'));
create policy "leave" on workspace_members for delete to authenticated using (user_id = (select auth.uid()));
create policy "owners manage invitations" on invitations for all to authenticated
  using (has_workspace_role(workspace_id, '{owner}')) with check (has_workspace_role(workspace_id, '{owner}'));
create policy "read boards" on boards for select to authenticated using (has_workspace_role(workspace_id, '{owner,editor,viewer}'));
create policy "edit boards" on boards for insert to authenticated with check (has_workspace_role(workspace_id, '{owner,editor}'));
create policy "change boards" on boards for update to authenticated using (has_workspace_role(workspace_id, '{owner,editor}'));
create policy "remove boards" on boards for delete to authenticated using (has_workspace_role(workspace_id, '{owner}'));

create function create_workspace(p_name text) returns uuid language plpgsql  set search_path = '' as $$
declare ws uuid;
begin
  if auth.uid() is null then raise exception 'not signed in'; end if;
  insert into public.workspaces (name) values (p_name) returning id into ws;
  insert into public.workspace_members values (ws, auth.uid(), 'owner');
  return ws;
end $$;
create function accept_invitation(p_token text) returns uuid language plpgsql security definer set search_path = '' as $$
declare inv public.invitations;
begin
  select * into inv from public.invitations i
  where i.token = p_token and i.accepted_at is null and i.expires_at > now()
    and lower(i.email) = lower(coalesce(auth.jwt() ->> 'email', ''))
  for update;
  if inv.id is null then raise exception 'invitation not valid'; end if;
  insert into public.workspace_members (workspace_id, user_id) values (inv.workspace_id, auth.uid()) on conflict do nothing;
  update public.invitations set accepted_at = now() where id = inv.id;
  return inv.workspace_id;
end $$;
