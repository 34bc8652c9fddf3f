-- Beekeepers: readings are asked by their hive, and hives that are shared by the row's own key in the table of shares.
-- clean
create table public.hives (
  id bigint generated always as identity primary key,
  keeper_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  mother_id bigint references public.hives (id),
  spot text not null
);
create table public.shares (
  hive_id bigint not null references public.hives (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  primary key (hive_id, user_id)
);
create table public.readings (
  id bigint generated always as identity primary key,
  hive_id bigint not null references public.hives (id) on delete cascade,
  grams int not null
);
alter table public.hives enable row level security;
alter table public.shares enable row level security;
alter table public.readings enable row level security;
create policy "own hives" on public.hives for all to authenticated
  using (keeper_id = (select auth.uid())) with check (keeper_id = (select auth.uid()));
create policy "hives shared with me" on public.hives for select to authenticated
  using (id in (select s.hive_id from public.shares s where s.user_id = (select auth.uid())));
create policy "shares with me" on public.shares for select to authenticated using (user_id = (select auth.uid()));
create policy "readings of hives that I see" on public.readings for select to authenticated
  using (exists (select 1 from public.hives h where h.id = readings.hive_id));
create policy "weigh" on public.readings for insert to authenticated
  with check (exists (select 1 from public.hives h where h.id = hive_id and h.keeper_id = (select auth.uid())));
