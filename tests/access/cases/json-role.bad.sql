-- expect: error self-promotion profiles
create table public.profiles (id uuid primary key references auth.users(id), settings jsonb not null default '{}');
create table public.reports (id uuid primary key default gen_random_uuid(), user_id uuid not null references auth.users(id), body text);
alter table public.profiles enable row level security;
alter table public.reports enable row level security;
create policy own on public.profiles for all to authenticated using (id = auth.uid()) with check (id = auth.uid());
create policy r on public.reports for select to authenticated using (user_id = auth.uid() or exists (select 1 from public.profiles p where p.id = auth.uid() and p.settings->>'role' = 'admin'));
create policy ri on public.reports for insert to authenticated with check (user_id = auth.uid());
