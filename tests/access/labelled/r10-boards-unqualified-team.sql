-- `team_user.team_id = team_id` compares a column with itself: members of any team read the boards of all.
-- expect: error|warning|review exposure|bypass|tampering|escalation boards authenticated

create table public.teams (
  id int generated always as identity primary key,
  name text not null
);
create table public.team_user (
  team_id int not null references public.teams (id),
  user_id uuid not null references auth.users (id),
  primary key (team_id, user_id)
);
create table public.boards (
  id uuid primary key default gen_random_uuid(),
  team_id int not null references public.teams (id),
  title text not null,
  minutes text
);
alter table public.teams enable row level security;
alter table public.team_user enable row level security;
alter table public.boards enable row level security;
create policy "own memberships" on public.team_user for select to authenticated using (user_id = (select auth.uid()));
create policy "teams of mine" on public.teams for select to authenticated
  using (id in (select m.team_id from public.team_user m where m.user_id = (select auth.uid())));
create policy "boards of mine" on public.boards for select to authenticated
  using ((select auth.uid()) in (select user_id from public.team_user where team_user.team_id = team_id));
create policy "new board" on public.boards for insert to authenticated
  with check ((select auth.uid()) in (select m.user_id from public.team_user m where m.team_id = boards.team_id));
create policy "edit board" on public.boards for update to authenticated
  using ((select auth.uid()) in (select m.user_id from public.team_user m where m.team_id = boards.team_id));
