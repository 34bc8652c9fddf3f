-- Notebooks, private or a team's. Whoever is in no team has a team of NULL, and IS NOT DISTINCT FROM finds every private notebook equal to it.
-- expect: error tampering|bypass|exposure notebooks authenticated
-- also: tampering|bypass|exposure|forgery|escalation notebooks
create table public.teams (id uuid primary key default gen_random_uuid(), name text not null);
create table public.members (
  user_id uuid primary key references auth.users (id),
  team_id uuid references public.teams (id)
);
create table public.notebooks (
  id uuid primary key default gen_random_uuid(),
  owner_id uuid not null default auth.uid() references auth.users (id),
  team_id uuid references public.teams (id),
  title text not null,
  content text not null default ''
);
create function public.current_team() returns uuid language sql stable security definer set search_path = '' as $$
  select m.team_id from public.members m where m.user_id = auth.uid() $$;
alter table public.teams enable row level security;
alter table public.members enable row level security;
alter table public.notebooks enable row level security;
create policy t on public.teams for select to authenticated using (id = public.current_team());
create policy m on public.members for select to authenticated using (user_id = auth.uid());
create policy n_read on public.notebooks for select to authenticated
  using (owner_id = auth.uid() or team_id is not distinct from public.current_team());
create policy n_new on public.notebooks for insert to authenticated
  with check (owner_id = auth.uid() and (team_id is null or team_id = public.current_team()));
create policy n_edit on public.notebooks for update to authenticated
  using (owner_id = auth.uid() or team_id is not distinct from public.current_team())
  with check (owner_id = auth.uid() or team_id is not distinct from public.current_team());
create policy n_del on public.notebooks for delete to authenticated using (owner_id = auth.uid());
