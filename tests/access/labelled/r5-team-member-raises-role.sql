-- Members may update their own membership for the notification switch: and so their role.
-- The task's UPDATE check is true: a task is pushed into any team.
-- expect: error escalation team_members authenticated
-- expect: error|warning|review tampering|forgery tasks authenticated
create table teams (id uuid primary key default gen_random_uuid(), name text not null);
create table team_members (
  team_id uuid references teams(id) on delete cascade,
  user_id uuid references auth.users(id) on delete cascade,
  role text not null default 'member' check (role in ('lead','member')),
  notify boolean not null default true,
  primary key (team_id, user_id)
);
create table tasks (
  id uuid primary key default gen_random_uuid(),
  team_id uuid not null references teams(id) on delete cascade,
  title text not null,
  done boolean not null default false
);
create table team_secrets (
  team_id uuid primary key references teams(id) on delete cascade,
  api_key text not null
);
alter table teams enable row level security;
alter table team_members enable row level security;
alter table tasks enable row level security;
alter table team_secrets enable row level security;
create schema if not exists private;
grant usage on schema private to authenticated;
create function private.team_role(t uuid) returns text language sql stable security definer set search_path = '' as
$$ select role from public.team_members where team_id = t and user_id = (select auth.uid()) $$;
create policy "read team" on teams for select to authenticated using (private.team_role(id) is not null);
create policy "read members" on team_members for select to authenticated using (private.team_role(team_id) is not null);
create policy "own settings" on team_members for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()) and private.team_role(team_id) is not null);
create policy "read tasks" on tasks for select to authenticated using (private.team_role(team_id) is not null);
create policy "write tasks" on tasks for insert to authenticated with check (private.team_role(team_id) is not null);
create policy "change tasks" on tasks for update to authenticated using (private.team_role(team_id) is not null) with check (true);
create policy "leads see secrets" on team_secrets for select to authenticated using (private.team_role(team_id) = 'lead');
