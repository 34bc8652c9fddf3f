-- The commonest of all: a policy on members that reads members.
-- expect: error error team_members authenticated
-- also: error teams|documents|projects
create table teams (id uuid primary key default gen_random_uuid(), name text not null, owner_id uuid references auth.users not null);
create table team_members (
  id uuid primary key default gen_random_uuid(),
  team_id uuid references teams on delete cascade not null,
  user_id uuid references auth.users on delete cascade not null,
  role text default 'member'
);
create table documents (
  id uuid primary key default gen_random_uuid(),
  team_id uuid references teams on delete cascade not null,
  title text,
  body text
);
alter table teams enable row level security;
alter table team_members enable row level security;
alter table documents enable row level security;
create policy "Team owners" on teams for all using (owner_id = auth.uid());
create policy "Members can view other members" on team_members for select using (
  team_id in (select tm.team_id from team_members tm where tm.user_id = auth.uid()));
create policy "Members can view documents" on documents for select using (
  exists (select 1 from team_members tm where tm.team_id = documents.team_id and tm.user_id = auth.uid()));
