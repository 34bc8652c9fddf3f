-- expect: error escalation profiles|profiles.role
create table public.profiles (id uuid primary key references auth.users(id), username text, role text not null default 'user');
create table public.audit (id bigint generated always as identity primary key, what text);
alter table public.profiles enable row level security;
alter table public.audit enable row level security;
revoke update (role) on public.profiles from authenticated;
create policy a on public.profiles for select using (true);
create policy b on public.profiles for update to authenticated using (id = auth.uid());
create policy c on public.audit for select to authenticated using ((select role from public.profiles where id = auth.uid()) = 'admin');
