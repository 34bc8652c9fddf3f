-- Each change of a hive is written to a log by a trigger that runs as the keeper, who may not write the log: so that no
-- keeper changes a hive.
-- expect: error|warning error|dead hives|hive_log|log_hive authenticated
-- also: error|dead hives|hive_log|log_hive
create table public.hives (
  id uuid primary key default gen_random_uuid(),
  keeper_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  place text not null,
  queen_year int check (queen_year between 2015 and 2035)
);
create table public.inspections (
  id uuid primary key default gen_random_uuid(),
  hive_id uuid not null references public.hives (id) on delete cascade,
  on_day date not null default current_date,
  mites int check (mites >= 0)
);
create table public.hive_log (
  id bigint generated always as identity primary key,
  hive_id uuid not null,
  keeper_id uuid not null,
  change jsonb not null,
  at timestamptz not null default now()
);
alter table public.hives enable row level security;
alter table public.inspections enable row level security;
alter table public.hive_log enable row level security;
create policy "keepers see" on public.hives for select to authenticated using (keeper_id = auth.uid());
create policy "keepers add" on public.hives for insert to authenticated with check (keeper_id = auth.uid());
create policy "keepers change" on public.hives for update to authenticated using (keeper_id = auth.uid()) with check (keeper_id = auth.uid());
create policy "keepers inspect" on public.inspections for all to authenticated
  using (exists (select 1 from public.hives h where h.id = hive_id and h.keeper_id = auth.uid()))
  with check (exists (select 1 from public.hives h where h.id = hive_id and h.keeper_id = auth.uid()));
create policy "keepers read their log" on public.hive_log for select to authenticated using (keeper_id = auth.uid());
create function public.log_hive() returns trigger language plpgsql as $$
begin
  insert into public.hive_log (hive_id, keeper_id, change) values (new.id, new.keeper_id, to_jsonb(new));
  return new;
end $$;
create trigger log_hive after insert or update on public.hives for each row execute function public.log_hive();
