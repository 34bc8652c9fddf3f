-- AI-made: trainers, clients (by invitation code), workouts; trainer link only by definer function with code.
-- clean
create table public.trainers (
  user_id uuid primary key references auth.users(id) on delete cascade,
  invite_code text not null unique default substr(md5(gen_random_uuid()::text), 1, 10)
);
create table public.clients (
  user_id uuid primary key references auth.users(id) on delete cascade,
  trainer_id uuid references public.trainers(user_id) on delete set null,
  weight_kg numeric(5,2) check (weight_kg between 20 and 400)
);
create table public.workouts (
  id uuid primary key default gen_random_uuid(),
  client_id uuid not null references public.clients(user_id) on delete cascade,
  trainer_id uuid not null references public.trainers(user_id) on delete cascade,
  name text not null,
  scheduled_for date not null,
  completed boolean not null default false
);
alter table public.trainers enable row level security;
alter table public.clients enable row level security;
alter table public.workouts enable row level security;
create policy "own trainer row" on public.trainers for select to authenticated using (user_id = auth.uid());
create policy "client or its trainer" on public.clients for select to authenticated using (auth.uid() in (user_id, trainer_id));
create policy "become a client" on public.clients for insert to authenticated with check (user_id = auth.uid() and trainer_id is null);
create policy "leave" on public.clients for delete to authenticated using (user_id = auth.uid());
create policy "both see workouts" on public.workouts for select to authenticated using (auth.uid() in (client_id, trainer_id));
create policy "trainers plan for their clients" on public.workouts for insert to authenticated with check (
  trainer_id = auth.uid() and exists (select 1 from public.clients c where c.user_id = client_id and c.trainer_id = auth.uid()));
create policy "trainers change" on public.workouts for update to authenticated using (trainer_id = auth.uid())
  with check (trainer_id = auth.uid() and exists (select 1 from public.clients c where c.user_id = client_id and c.trainer_id = auth.uid()));
create or replace function public.join_trainer(code text) returns void language plpgsql security definer set search_path = public as $$
declare
  t uuid;
begin
  select user_id into t from trainers where invite_code = code;
  if t is null or t = auth.uid() then raise exception 'unknown code'; end if;
  update clients set trainer_id = t where user_id = auth.uid();
  if not found then raise exception 'no client profile'; end if;
end $$;
create or replace function public.complete_workout(workout uuid) returns void language plpgsql security definer set search_path = public as $$
begin
  update workouts set completed = true where id = workout and client_id = auth.uid();
end $$;
