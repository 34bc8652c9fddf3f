-- Game: a helper from development days empties the scores; it runs as its owner and everyone may call it.
-- expect: error bypass|tampering reset_season|scores
-- also: bypass|tampering reset_season|scores|matches|players
create table public.players (
  id uuid primary key references auth.users(id) on delete cascade,
  nickname text not null unique
);
create table public.matches (
  id uuid primary key default gen_random_uuid(),
  player_id uuid not null references public.players(id) on delete cascade,
  started_at timestamptz not null default now()
);
create table public.scores (
  id bigint generated always as identity primary key,
  player_id uuid not null references public.players(id) on delete cascade,
  points integer not null check (points between 0 and 100000)
);
alter table public.players enable row level security;
alter table public.matches enable row level security;
alter table public.scores enable row level security;
create policy players_read on public.players for select using (true);
create policy players_self on public.players for update to authenticated using (id = auth.uid()) with check (id = auth.uid());
create policy matches_own on public.matches for select to authenticated using (player_id = auth.uid());
create policy scores_read on public.scores for select using (true);
create policy scores_delete_own on public.scores for delete to authenticated using (player_id = auth.uid());
create function public.reset_season() returns void language plpgsql security definer set search_path = '' as $$
begin
  truncate table public.scores restart identity;
end $$;
