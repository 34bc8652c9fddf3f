-- Who plays any game moves in every game: the look-up doesn't ask which.
-- expect: error|warning tampering|forgery|escalation|bypass moves authenticated

create table public.games (
  id uuid primary key default gen_random_uuid(),
  white_id uuid not null default auth.uid() references auth.users (id),
  black_id uuid not null references auth.users (id),
  check (white_id <> black_id)
);
create table public.moves (
  game_id uuid not null references public.games (id),
  number int not null check (number > 0),
  player_id uuid not null default auth.uid() references auth.users (id),
  san text not null check (length(san) between 2 and 7),
  primary key (game_id, number)
);
alter table public.games enable row level security;
alter table public.moves enable row level security;
create policy "games are watched" on public.games for select using (true);
create policy "challenge" on public.games for insert to authenticated with check (white_id = (select auth.uid()));
create policy "moves are watched" on public.moves for select using (true);
create policy "move" on public.moves for insert to authenticated
  with check (player_id = (select auth.uid()) and exists (
    select 1 from public.games g where (select auth.uid()) in (g.white_id, g.black_id)));
create policy "resign a move" on public.moves for delete to authenticated using (player_id = (select auth.uid()));
