-- Habits: everybody's settings are a few switches; a function with its owner's rights gives those of whoever is named.
-- expect: error bypass load_settings any
create table public.habit_settings (
  owner_id uuid primary key default auth.uid() references auth.users (id) on delete cascade,
  tone text not null default 'soft' check (tone in ('soft', 'strict')),
  sober boolean not null default false,
  weekly boolean not null default true
);
alter table public.habit_settings enable row level security;
create policy "own settings" on public.habit_settings for all to authenticated
  using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));
create function public.load_settings(who uuid) returns setof public.habit_settings
language sql stable security definer set search_path = '' as $$
  select * from public.habit_settings s where s.owner_id = who
$$;
