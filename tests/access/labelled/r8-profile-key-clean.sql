-- clean
create table public.profiles (id uuid primary key, name text);
alter table public.profiles enable row level security;
create policy s on public.profiles for all to authenticated using (auth.uid() = id) with check (auth.uid() = id);
