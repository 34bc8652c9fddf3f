-- A hackathon: the scoreboard is a view of the owner and granted to all; whoever likes joins a team, and reads its keys.
-- expect: error|warning bypass|exposure scoreboard
-- expect: error|warning escalation team_members
-- also: tampering|bypass scoreboard
create table public.judges (user_id uuid primary key references auth.users(id) on delete cascade);
create table public.teams (id uuid primary key default gen_random_uuid(), name text not null unique, captain_id uuid not null references auth.users(id));
create table public.team_members (
  team_id uuid not null references public.teams(id) on delete cascade,
  user_id uuid not null references auth.users(id) on delete cascade,
  primary key (team_id, user_id)
);
create table public.submissions (
  id uuid primary key default gen_random_uuid(),
  team_id uuid not null references public.teams(id) on delete cascade,
  repo_url text not null,
  deploy_key text
);
create table public.scores (
  team_id uuid not null references public.teams(id) on delete cascade,
  judge_id uuid not null default auth.uid() references public.judges(user_id),
  points int not null check (points between 0 and 100),
  comment text,
  primary key (team_id, judge_id)
);
create function public.in_team(t uuid) returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.team_members where team_id = t and user_id = (select auth.uid())) $$;
alter table public.judges enable row level security;
alter table public.teams enable row level security;
alter table public.team_members enable row level security;
alter table public.submissions enable row level security;
alter table public.scores enable row level security;
create policy "teams" on public.teams for select using (true);
create policy "members" on public.team_members for select to authenticated using (user_id = auth.uid());
create policy "join" on public.team_members for insert to authenticated with check (user_id = auth.uid());
create policy "own submission" on public.submissions for all to authenticated using (public.in_team(team_id)) with check (public.in_team(team_id));
create policy "own scores" on public.scores for all to authenticated using (judge_id = auth.uid()) with check (judge_id = auth.uid());
create policy "am I a judge" on public.judges for select to authenticated using (user_id = auth.uid());
create view public.scoreboard as select s.team_id, s.judge_id, s.points, s.comment from public.scores s where s.points >= 0;
