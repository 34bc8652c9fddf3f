-- Profiles are inserted by the client at first sign-in, with any role; admins manage donations.
-- expect: error escalation profiles authenticated
-- also: escalation|bypass|tampering donations|profiles
create table public.profiles (
  user_id uuid primary key references auth.users(id) on delete cascade,
  name text not null default '',
  role text not null default 'member'
);
create table public.donations (id uuid primary key default gen_random_uuid(), donor_id uuid references auth.users(id), amount numeric(10,2) not null, note text);
alter table public.profiles enable row level security;
alter table public.donations enable row level security;
create policy "own" on public.profiles for select using (user_id = auth.uid());
create policy "create own" on public.profiles for insert with check (user_id = auth.uid());
create policy "own donations" on public.donations for select using (donor_id = auth.uid());
create policy "give" on public.donations for insert to authenticated with check (donor_id = auth.uid());
create policy "treasurers" on public.donations for all using (
  exists (select 1 from public.profiles p where p.user_id = auth.uid() and p.role in ('treasurer', 'pastor')));
