-- Here the TRAINER is told by the client row, and a trainer may set itself as anybody's trainer ("claim client").
-- expect: error escalation|tampering clients authenticated
-- also: escalation|bypass|tampering workouts|clients
create table public.trainers (user_id uuid primary key references auth.users(id) on delete cascade, bio text);
create table public.clients (
  user_id uuid primary key references auth.users(id) on delete cascade,
  trainer_id uuid references public.trainers(user_id) on delete set null,
  name text not null
);
create table public.measurements (
  id uuid primary key default gen_random_uuid(),
  client_id uuid not null references public.clients(user_id) on delete cascade,
  body_fat numeric(4,1),
  taken_on date not null default current_date
);
alter table public.trainers enable row level security;
alter table public.clients enable row level security;
alter table public.measurements enable row level security;
create policy "trainers are listed" on public.trainers for select to authenticated using (true);
create policy "client directory" on public.clients for select to authenticated using (true);
create policy "own client row" on public.clients for insert to authenticated with check (user_id = auth.uid());
create policy "claim or edit client" on public.clients for update to authenticated
  using (user_id = auth.uid() or trainer_id = auth.uid() or trainer_id is null)
  with check (user_id = auth.uid() or trainer_id = auth.uid());
create policy "own measurements" on public.measurements for all to authenticated using (client_id = auth.uid()) with check (client_id = auth.uid());
create policy "trainer reads" on public.measurements for select to authenticated using (
  exists (select 1 from public.clients c where c.user_id = client_id and c.trainer_id = auth.uid()));
