-- An export for oneself by the service's rights, written into a table that only its owner reads.
-- clean

create table public.workouts (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users (id),
  minutes int not null check (minutes > 0)
);
create table public.exports (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users (id),
  made_at timestamptz not null default now(),
  content jsonb not null
);
alter table public.workouts enable row level security;
alter table public.exports enable row level security;
create policy "own workouts" on public.workouts for all to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy "own exports" on public.exports for select to authenticated using (user_id = (select auth.uid()));
create policy "throw away" on public.exports for delete to authenticated using (user_id = (select auth.uid()));
create function public.export_workouts() returns uuid language sql security definer set search_path = '' as $$
  insert into public.exports (user_id, content)
  select auth.uid(), coalesce(jsonb_agg(to_jsonb(w)), '[]'::jsonb) from public.workouts w where w.user_id = auth.uid()
  returning id
$$;
revoke execute on function public.export_workouts() from public, anon;
grant execute on function public.export_workouts() to authenticated;
