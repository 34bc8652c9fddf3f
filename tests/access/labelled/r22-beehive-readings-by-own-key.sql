-- Beekeepers: readings hang on hives, and the policy looks for a hive that has the reading's own number.
-- expect: warning dead readings any
create table public.hives (
  id bigint generated always as identity primary key,
  keeper_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  spot text not null
);
create table public.readings (
  id bigint generated always as identity primary key,
  hive_id bigint not null references public.hives (id) on delete cascade,
  grams int not null,
  taken_at timestamptz not null default now()
);
alter table public.hives enable row level security;
alter table public.readings enable row level security;
create policy "own hives" on public.hives for all to authenticated
  using (keeper_id = (select auth.uid())) with check (keeper_id = (select auth.uid()));
create policy "weigh" on public.readings for insert to authenticated
  with check (exists (select 1 from public.hives h where h.id = hive_id and h.keeper_id = (select auth.uid())));
create policy "readings of my hives" on public.readings for select to authenticated
  using (id in (select h.id from public.hives h where h.keeper_id = (select auth.uid())));
