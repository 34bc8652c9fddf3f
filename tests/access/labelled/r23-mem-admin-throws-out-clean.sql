-- clean
create table public.teams (id uuid primary key default gen_random_uuid(), owner_id uuid not null default auth.uid() references auth.users(id), name text not null);
create table public.members (team_id uuid not null references public.teams(id) on delete cascade, user_id uuid not null references auth.users(id) on delete cascade, role text not null default 'member' check (role in ('member','admin')), joined_at timestamptz not null default now(), primary key (team_id, user_id));
create table public.projects (id uuid primary key default gen_random_uuid(), team_id uuid not null references public.teams(id) on delete cascade, lead_id uuid not null default auth.uid() references auth.users(id), title text not null, archived boolean not null default false);
create table public.comments (id uuid primary key default gen_random_uuid(), project_id uuid not null references public.projects(id) on delete cascade, author_id uuid not null default auth.uid() references auth.users(id), body text not null);
create function public.in_team(t uuid) returns boolean language sql stable security definer set search_path = '' as $$ select exists (select 1 from public.members where team_id = t and user_id = auth.uid()) or exists (select 1 from public.teams where id = t and owner_id = auth.uid()) $$;
create function public.runs_team(t uuid) returns boolean language sql stable security definer set search_path = '' as $$ select exists (select 1 from public.members where team_id = t and user_id = auth.uid() and role = 'admin') or exists (select 1 from public.teams where id = t and owner_id = auth.uid()) $$;
create function public.team_of(p uuid) returns uuid language sql stable security definer set search_path = '' as $$ select team_id from public.projects where id = p $$;
alter table public.teams enable row level security; alter table public.members enable row level security; alter table public.projects enable row level security; alter table public.comments enable row level security;
create policy t on public.teams for select to authenticated using (owner_id = auth.uid() or public.in_team(id));
create policy ti on public.teams for insert to authenticated with check (owner_id = auth.uid());
create policy tu on public.teams for update to authenticated using (owner_id = auth.uid()) with check (owner_id = auth.uid());
create policy td on public.teams for delete to authenticated using (owner_id = auth.uid());
create policy m on public.members for select to authenticated using (public.in_team(team_id));
create policy mi on public.members for insert to authenticated with check (public.runs_team(team_id));
create policy md on public.members for delete to authenticated using (user_id = auth.uid() or public.runs_team(team_id));
create policy p on public.projects for select to authenticated using (public.in_team(team_id));
create policy pi on public.projects for insert to authenticated with check (lead_id = auth.uid() and public.in_team(team_id));
create policy pu on public.projects for update to authenticated using (lead_id = auth.uid() and public.in_team(team_id)) with check (lead_id = auth.uid() and public.in_team(team_id));
create policy pd on public.projects for delete to authenticated using (lead_id = auth.uid() or public.runs_team(team_id));
create policy c on public.comments for select to authenticated using (public.in_team(public.team_of(project_id)));
create policy ci on public.comments for insert to authenticated with check (author_id = auth.uid() and public.in_team(public.team_of(project_id)));
create policy cd on public.comments for delete to authenticated using (author_id = auth.uid());
create function public.throw_out(p_team uuid, p_user uuid) returns void language plpgsql security definer set search_path = '' as $$
begin
  if not public.runs_team(p_team) or p_user = auth.uid() then raise exception 'forbidden'; end if;
  delete from public.members where team_id = p_team and user_id = p_user;
end $$;
