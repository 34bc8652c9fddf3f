-- Scores: INSERT is bound to the player, UPDATE "own" through a sub-query that is always true for anyone with a score.
-- expect: error|warning tampering|escalation scores authenticated
-- also: tampering|escalation scores
create table public.scores (
  id uuid primary key default gen_random_uuid(),
  player_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  level int not null check (level between 1 and 99),
  points int not null check (points >= 0)
);
alter table public.scores enable row level security;
create policy r on public.scores for select using (true);
create policy i on public.scores for insert to authenticated with check (player_id = auth.uid());
create policy u on public.scores for update to authenticated using (auth.uid() in (select player_id from public.scores));
