-- The same as a restrictive policy.
-- clean
create table public.profiles (
  id uuid primary key references auth.users(id) on delete cascade,
  full_name text,
  phone text,
  salary numeric(10,2)
);
alter table public.profiles enable row level security;
create policy "Block unauthenticated access" on public.profiles as restrictive for all using (auth.uid() is not null);
create policy "Users view own profile" on public.profiles for select to authenticated using (auth.uid() = id);
create policy "Users update own profile" on public.profiles for update to authenticated using (auth.uid() = id) with check (auth.uid() = id);
