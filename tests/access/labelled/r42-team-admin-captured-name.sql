-- "team_id" inside the sub-query is the member's own: an admin of any team edits and deletes every team's documents.
-- expect: error bypass|escalation|tampering|exposure documents authenticated
create table public.teams (id uuid primary key default gen_random_uuid(), name text not null);
create table public.team_members (
  team_id uuid not null references public.teams on delete cascade,
  user_id uuid not null references auth.users on delete cascade,
  role text not null default 'member' check (role in ('member', 'admin')),
  primary key (team_id, user_id)
);
create table public.documents (
  id uuid primary key default gen_random_uuid(),
  team_id uuid not null references public.teams on delete cascade,
  title text not null,
  body text
);
create function public.in_team(t uuid) returns boolean language sql stable security definer set search_path = '' as
$$ select exists (select 1 from public.team_members m where m.team_id = t and m.user_id = (select auth.uid())) $$;
alter table public.teams enable row level security;
alter table public.team_members enable row level security;
alter table public.documents enable row level security;
create policy "own teams" on public.teams for select to authenticated using (public.in_team(id));
create policy "fellow members" on public.team_members for select to authenticated using (public.in_team(team_id));
create policy "members read" on public.documents for select to authenticated using (public.in_team(team_id));
create policy "members write" on public.documents for insert to authenticated with check (public.in_team(team_id));
create policy "admins see all of the team" on public.documents for all to authenticated using (
  exists (select 1 from public.team_members m where m.team_id = team_id and m.user_id = (select auth.uid()) and m.role = 'admin'));
