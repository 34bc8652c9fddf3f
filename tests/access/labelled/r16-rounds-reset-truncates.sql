-- A new round empties the guesses of all, and anybody begins one.
-- expect: error|warning bypass|tampering new_round|guesses anon|authenticated

create table public.rounds (
  id uuid primary key default gen_random_uuid(),
  name text not null
);
create table public.guesses (
  id uuid primary key default gen_random_uuid(),
  round_id uuid not null references public.rounds (id),
  player_id uuid not null default auth.uid() references auth.users (id),
  guess int not null
);
alter table public.rounds enable row level security;
alter table public.guesses enable row level security;
create policy "rounds" on public.rounds for select using (true);
create policy "own guesses" on public.guesses for select to authenticated using (player_id = (select auth.uid()));
create policy "guess" on public.guesses for insert to authenticated with check (player_id = (select auth.uid()));
create function public.new_round(p_name text) returns uuid language plpgsql security definer set search_path = '' as $$
declare
  r uuid;
begin
  execute 'truncate table public.guesses';
  insert into public.rounds (name) values (p_name) returning id into r;
  return r;
end $$;
