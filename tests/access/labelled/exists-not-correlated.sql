-- The EXISTS compares member.team_id with itself: any member of any team reads all files.
-- expect: error escalation|exposure|bypass|tampering team_files authenticated
-- also: escalation|exposure|bypass team_files|team_members
create table teams (id uuid primary key default gen_random_uuid(), name text);
create table team_members (team_id uuid references teams on delete cascade, user_id uuid references auth.users on delete cascade, primary key (team_id, user_id));
create table team_files (
  id uuid primary key default gen_random_uuid(),
  team_id uuid not null references teams on delete cascade,
  file_name text not null,
  url text not null
);
alter table teams enable row level security;
alter table team_members enable row level security;
alter table team_files enable row level security;
create policy "own" on team_members for select to authenticated using (user_id = auth.uid());
create policy "teams of mine" on teams for select to authenticated using (exists (select 1 from team_members m where m.team_id = id and m.user_id = auth.uid()));
create policy "files of my team" on team_files for select to authenticated using (
  exists (select 1 from team_members m where m.team_id = team_id and m.user_id = auth.uid()));
