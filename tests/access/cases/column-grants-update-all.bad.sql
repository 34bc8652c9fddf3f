-- expect: error tampering profiles
create table public.profiles (id uuid primary key references auth.users(id), nick text, email text);
alter table public.profiles enable row level security;
create policy r on public.profiles for select to authenticated using (true);
create policy w on public.profiles for update to authenticated using (true);
create policy wi on public.profiles for insert to authenticated with check (id = auth.uid());
revoke all on public.profiles from anon, authenticated;
grant select (id, nick), update (nick), insert on public.profiles to authenticated;
