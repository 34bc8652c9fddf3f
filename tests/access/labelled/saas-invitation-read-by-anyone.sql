-- Invitation tokens are readable by every signed-in user, and a token lets one join.
-- expect: error escalation accept_invite|invitations authenticated
-- also: exposure invitations
-- also: escalation team_members
create table teams (id uuid primary key default gen_random_uuid(), name text not null);
create table team_members (
  team_id uuid references teams(id) on delete cascade,
  user_id uuid references auth.users(id) on delete cascade,
  primary key (team_id, user_id)
);
create table invitations (
  id uuid primary key default gen_random_uuid(),
  team_id uuid not null references teams(id) on delete cascade,
  token text not null unique default encode(extensions.gen_random_bytes(16), 'hex'),
  created_at timestamptz default now()
);
create table team_notes (
  id bigint generated always as identity primary key,
  team_id uuid not null references teams(id) on delete cascade,
  author_id uuid not null references auth.users(id),
  content text not null default ''
);
alter table teams enable row level security;
alter table team_members enable row level security;
alter table invitations enable row level security;
alter table team_notes enable row level security;
create policy "Members can view team" on teams for select using (
  exists (select 1 from team_members where team_members.team_id = teams.id and team_members.user_id = auth.uid()));
create policy "See own membership" on team_members for select using (user_id = auth.uid());
create policy "Signed in users can look up invitations" on invitations for select to authenticated using (true);
create policy "Members can read notes" on team_notes for select using (
  team_id in (select team_id from team_members where user_id = auth.uid()));
create policy "Members can write notes" on team_notes for insert with check (
  author_id = auth.uid() and team_id in (select team_id from team_members where user_id = auth.uid()));
create function accept_invite(p_token text) returns uuid language plpgsql security definer set search_path = public as $$
declare t uuid;
begin
  select team_id into t from invitations where token = p_token;
  if t is null then raise exception 'invalid token'; end if;
  insert into team_members values (t, auth.uid()) on conflict do nothing;
  return t;
end $$;
revoke execute on function accept_invite(text) from anon, public;
grant execute on function accept_invite(text) to authenticated;
