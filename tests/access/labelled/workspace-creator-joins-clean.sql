-- Only the creator of a workspace may add members (itself first): safe, and looks like the bug.
-- clean
create table workspaces (id uuid primary key default gen_random_uuid(), name text not null, created_by uuid not null default auth.uid() references auth.users);
create table workspace_members (
  workspace_id uuid not null references workspaces on delete cascade,
  user_id uuid not null references auth.users on delete cascade,
  role text not null default 'editor' check (role in ('owner','editor','viewer')),
  primary key (workspace_id, user_id)
);
create table pages (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references workspaces on delete cascade,
  title text not null default 'Untitled',
  content jsonb not null default '[]'
);
create function is_member(w uuid) returns boolean language sql security definer stable set search_path = public as
$$ select exists(select 1 from workspace_members where workspace_id = w and user_id = auth.uid()) $$;
alter table workspaces enable row level security;
alter table workspace_members enable row level security;
alter table pages enable row level security;
create policy ws_read on workspaces for select to authenticated using (created_by = auth.uid() or is_member(id));
create policy ws_create on workspaces for insert to authenticated with check (created_by = auth.uid());
create policy wm_read on workspace_members for select to authenticated using (user_id = auth.uid() or is_member(workspace_id));
create policy wm_add on workspace_members for insert to authenticated with check (
  exists (select 1 from workspaces w where w.id = workspace_id and w.created_by = auth.uid()));
create policy wm_remove on workspace_members for delete to authenticated using (
  user_id = auth.uid() or exists (select 1 from workspaces w where w.id = workspace_id and w.created_by = auth.uid()));
create policy pg_read on pages for select to authenticated using (is_member(workspace_id));
create policy pg_write on pages for insert to authenticated with check (is_member(workspace_id));
create policy pg_edit on pages for update to authenticated using (is_member(workspace_id)) with check (is_member(workspace_id));
