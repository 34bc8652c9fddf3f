-- Invitations can be read by everyone, tokens too; whoever has a token becomes a member.
-- expect: error escalation|exposure invitations|accept_invitation authenticated
-- also: escalation|exposure|bypass invitations|accept_invitation|workspaces|workspace_members|boards
create table workspaces (
  id uuid primary key default gen_random_uuid(),
  name text not null
);
create table workspace_members (
  workspace_id uuid not null references workspaces(id) on delete cascade,
  user_id uuid not null references auth.users(id) on delete cascade,
  role text not null default 'editor',
  primary key (workspace_id, user_id)
);
create table invitations (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references workspaces(id) on delete cascade,
  email text not null,
  token text not null unique default encode(extensions.gen_random_bytes(16), 'hex'),
  invited_by uuid not null references auth.users(id),
  accepted boolean not null default false
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
create function is_member(ws uuid) returns boolean language sql stable security definer set search_path = public as
$$ select exists (select 1 from workspace_members m where m.workspace_id = ws and m.user_id = auth.uid()) $$;
create policy "members read workspace" on workspaces for select to authenticated using (is_member(id));
create policy "members read members" on workspace_members for select to authenticated using (is_member(workspace_id));
create policy "members invite" on invitations for insert to authenticated with check (is_member(workspace_id) and invited_by = auth.uid());
create policy "read invitation by link" on invitations for select using (true);
create policy "members boards" on boards for all to authenticated using (is_member(workspace_id)) with check (is_member(workspace_id));

create function accept_invitation(invite_token text) returns uuid language plpgsql security definer set search_path = public as $$
declare inv invitations%rowtype;
begin
  select * into inv from invitations where token = invite_token and not accepted;
  if not found then raise exception 'invitation not found'; end if;
  insert into workspace_members (workspace_id, user_id) values (inv.workspace_id, auth.uid()) on conflict do nothing;
  update invitations set accepted = true where id = inv.id;
  return inv.workspace_id;
end $$;
