-- clean
-- A hackathon: teams and their code, join by code through a function; judges by table; scores hidden until the end, then a ranking by function.
create table public.events (id int primary key, name text not null, results_at timestamptz not null);
create table public.judges (user_id uuid primary key references auth.users(id) on delete cascade);
create table public.teams (
  id uuid primary key default gen_random_uuid(),
  event_id int not null references public.events(id),
  name text not null,
  captain_id uuid not null references auth.users(id),
  unique (event_id, name)
);
create table public.team_codes (team_id uuid primary key references public.teams(id) on delete cascade, code text not null unique);
create table public.team_members (
  team_id uuid not null references public.teams(id) on delete cascade,
  user_id uuid not null references auth.users(id) on delete cascade,
  primary key (team_id, user_id)
);
create table public.scores (
  team_id uuid not null references public.teams(id) on delete cascade,
  judge_id uuid not null default auth.uid() references public.judges(user_id),
  points int not null check (points between 0 and 100),
  primary key (team_id, judge_id)
);
create function public.is_judge() returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.judges where user_id = (select auth.uid())) $$;
create function public.in_team(t uuid) returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.team_members where team_id = t and user_id = (select auth.uid())) $$;
alter table public.events enable row level security;
alter table public.judges enable row level security;
alter table public.teams enable row level security;
alter table public.team_codes enable row level security;
alter table public.team_members enable row level security;
alter table public.scores enable row level security;
create policy "events" on public.events for select using (true);
create policy "judges are known" on public.judges for select to authenticated using (true);
create policy "teams" on public.teams for select using (true);
create policy "code for the team" on public.team_codes for select to authenticated using (public.in_team(team_id));
create policy "members of my team" on public.team_members for select to authenticated using (public.in_team(team_id));
create policy "leave" on public.team_members for delete to authenticated using (user_id = auth.uid());
create policy "own scores" on public.scores for select to authenticated using (judge_id = auth.uid());
create policy "judge" on public.scores for insert to authenticated with check (judge_id = auth.uid() and public.is_judge() and not public.in_team(team_id));
create policy "judge again" on public.scores for update to authenticated using (judge_id = auth.uid() and public.is_judge()) with check (judge_id = auth.uid() and public.is_judge() and not public.in_team(team_id));
create function public.create_team(p_event int, p_name text) returns text language plpgsql security definer set search_path = '' as $$
declare t uuid; c text := upper(substr(md5(gen_random_uuid()::text), 1, 10));
begin
  if auth.uid() is null then raise exception 'sign in first' using errcode = '42501'; end if;
  insert into public.teams (event_id, name, captain_id) values (p_event, p_name, auth.uid()) returning id into t;
  insert into public.team_codes values (t, c);
  insert into public.team_members values (t, auth.uid());
  return c;
end $$;
create function public.join_team(p_code text) returns uuid language plpgsql security definer set search_path = '' as $$
declare t uuid;
begin
  if auth.uid() is null then raise exception 'sign in first' using errcode = '42501'; end if;
  select team_id into t from public.team_codes where code = upper(p_code);
  if t is null then raise exception 'unknown code'; end if;
  insert into public.team_members values (t, auth.uid()) on conflict do nothing;
  return t;
end $$;
create function public.ranking(p_event int) returns table (team text, points numeric) language sql stable security definer set search_path = '' as $$
  select t.name, round(avg(s.points), 1) from public.teams t join public.scores s on s.team_id = t.id join public.events e on e.id = t.event_id
  where e.id = p_event and e.results_at <= now() group by t.id, t.name order by 2 desc
$$;
