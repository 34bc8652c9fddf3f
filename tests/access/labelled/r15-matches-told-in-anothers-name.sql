-- Results of a match are reported by its players, in any player's name.
-- expect: error|warning forgery results authenticated

create table public.duels (
  id uuid primary key default gen_random_uuid(),
  first_id uuid not null references auth.users (id),
  second_id uuid not null references auth.users (id),
  check (first_id <> second_id)
);
create table public.results (
  duel_id uuid not null references public.duels (id),
  reporter_id uuid not null default auth.uid() references auth.users (id),
  winner int not null check (winner in (1, 2)),
  primary key (duel_id, reporter_id)
);
alter table public.duels enable row level security;
alter table public.results enable row level security;
create policy "duels" on public.duels for select to authenticated using ((select auth.uid()) in (first_id, second_id));
create policy "results" on public.results for select to authenticated using (duel_id in (select d.id from public.duels d));
create policy "report" on public.results for insert to authenticated with check (duel_id in (select d.id from public.duels d));
create policy "correct" on public.results for update to authenticated
  using (reporter_id = (select auth.uid())) with check (reporter_id = (select auth.uid()) and duel_id in (select d.id from public.duels d));
