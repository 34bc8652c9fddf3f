-- expect: error error members|team_list|teams
-- also: error|dead teams|members|team_list
create table public.teams (id int primary key, name text not null, owner_id uuid not null references auth.users(id));
create table public.members (team_id int not null references public.teams(id), user_id uuid not null references auth.users(id), primary key (team_id, user_id));
alter table public.teams enable row level security; alter table public.members enable row level security;
create view public.team_list with (security_invoker = true) as select id, owner_id from public.teams;
create policy t on public.teams for select to authenticated using (owner_id = auth.uid() or exists (select 1 from public.members m where m.team_id = teams.id and m.user_id = auth.uid()));
create policy m on public.members for select to authenticated using (user_id = auth.uid() or exists (select 1 from public.team_list l where l.id = team_id and l.owner_id = auth.uid()));
