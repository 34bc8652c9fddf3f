-- Fundraising runs: a runner's row names the team, the runner may change it, and a team's donor list is for its members.
-- expect: error|warning escalation runners
create table public.teams (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  captain_id uuid not null references auth.users(id)
);
create table public.runners (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null unique references auth.users(id) on delete cascade,
  team_id uuid references public.teams(id) on delete set null,
  shirt_size text check (shirt_size in ('S','M','L','XL')),
  goal_cents integer not null default 10000 check (goal_cents > 0)
);
create table public.pledges (
  id uuid primary key default gen_random_uuid(),
  team_id uuid not null references public.teams(id) on delete cascade,
  donor_name text not null,
  donor_email text not null,
  amount_cents integer not null check (amount_cents > 0)
);
create table public.team_messages (
  id bigint generated always as identity primary key,
  team_id uuid not null references public.teams(id) on delete cascade,
  author_id uuid not null references auth.users(id) on delete cascade,
  body text not null check (length(body) <= 1000)
);
alter table public.teams enable row level security;
alter table public.runners enable row level security;
alter table public.pledges enable row level security;
alter table public.team_messages enable row level security;
create policy teams_public on public.teams for select using (true);
create policy teams_captain on public.teams for update to authenticated using (captain_id = auth.uid()) with check (captain_id = auth.uid());
create policy runners_own_select on public.runners for select to authenticated using (user_id = auth.uid());
create policy runners_own_insert on public.runners for insert to authenticated with check (user_id = auth.uid() and team_id is null);
create policy runners_own_update on public.runners for update to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
create policy pledges_team on public.pledges for select to authenticated
  using (team_id = (select r.team_id from public.runners r where r.user_id = auth.uid()));
create policy messages_team on public.team_messages for select to authenticated
  using (team_id in (select r.team_id from public.runners r where r.user_id = auth.uid()));
create policy messages_write on public.team_messages for insert to authenticated
  with check (author_id = auth.uid() and team_id in (select r.team_id from public.runners r where r.user_id = auth.uid()));
