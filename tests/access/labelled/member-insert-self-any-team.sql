-- "Users can join": the INSERT policy on members checks only the user.
-- expect: error escalation workspace_members authenticated
-- also: escalation|bypass workspaces|pages
create table workspaces (id uuid primary key default gen_random_uuid(), name text not null, created_by uuid not null references auth.users);
create table workspace_members (
  workspace_id uuid not null references workspaces on delete cascade,
  user_id uuid not null references auth.users on delete cascade,
  role text not null default 'editor' check (role in ('owner','editor','viewer')),
  primary key (workspace_id, user_id)
);
create table pages (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references workspaces on delete cascade,
  parent_id uuid references pages on delete cascade,
  title text not null default 'Untitled',
  content jsonb not null default '[]'
);
create function is_member(w uuid) returns boolean language sql security definer stable set search_path = public as
$$ select exists(select 1 from workspace_members where workspace_id = w and user_id = auth.uid()) $$;
alter table workspaces enable row level security;
alter table workspace_members enable row level security;
alter table pages enable row level security;
create policy ws_read on workspaces for select using (created_by = auth.uid() or is_member(id));
create policy ws_create on workspaces for insert with check (created_by = auth.uid());
create policy wm_read on workspace_members for select using (is_member(workspace_id));
create policy wm_join on workspace_members for insert with check (user_id = auth.uid());
create policy pg_read on pages for select using (is_member(workspace_id));
create policy pg_write on pages for insert with check (is_member(workspace_id));
create policy pg_edit on pages for update using (is_member(workspace_id)) with check (is_member(workspace_id));
