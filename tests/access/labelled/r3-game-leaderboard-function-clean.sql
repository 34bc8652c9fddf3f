-- A leaderboard by a definer function with display names only.
-- clean
create table public.players (id uuid primary key references auth.users(id) on delete cascade, display_name text not null, email text);
create table public.scores (id uuid primary key default gen_random_uuid(), player_id uuid not null default auth.uid() references public.players(id) on delete cascade, points int not null check (points >= 0));
alter table public.players enable row level security;
alter table public.scores enable row level security;
create policy own on public.players for select to authenticated using (id = auth.uid());
create policy own_i on public.players for insert to authenticated with check (id = auth.uid());
create policy own on public.scores for select to authenticated using (player_id = auth.uid());
create policy own_i on public.scores for insert to authenticated with check (player_id = auth.uid());
create function public.leaderboard(max_rows int default 10) returns table (display_name text, points bigint) language sql stable security definer set search_path = public as $$
  select p.display_name, sum(s.points) from scores s join players p on p.id = s.player_id group by p.id, p.display_name order by 2 desc limit least(max_rows, 100)
$$;
