-- Dating app: everyone reads all columns of profiles, home address, phone and birth date with them.
-- expect: error|warning|review exposure profiles
-- also: exposure profiles
create table public.profiles (
  id uuid primary key references auth.users(id) on delete cascade,
  first_name text not null,
  bio text,
  phone_number text,
  home_address text,
  date_of_birth date,
  passport_number text
);
create table public.likes (
  liker_id uuid not null references public.profiles(id) on delete cascade,
  liked_id uuid not null references public.profiles(id) on delete cascade,
  created_at timestamptz not null default now(),
  primary key (liker_id, liked_id),
  check (liker_id <> liked_id)
);
create table public.blocks (
  blocker_id uuid not null references public.profiles(id) on delete cascade,
  blocked_id uuid not null references public.profiles(id) on delete cascade,
  primary key (blocker_id, blocked_id)
);
alter table public.profiles enable row level security;
alter table public.likes enable row level security;
alter table public.blocks enable row level security;
create policy "Public profiles are viewable by everyone" on public.profiles for select using (true);
create policy "Users can insert own profile" on public.profiles for insert with check (auth.uid() = id);
create policy "Users can update own profile" on public.profiles for update using (auth.uid() = id);
create policy "see own likes" on public.likes for select to authenticated using (auth.uid() in (liker_id, liked_id));
create policy "like" on public.likes for insert to authenticated with check (auth.uid() = liker_id);
create policy "unlike" on public.likes for delete to authenticated using (auth.uid() = liker_id);
create policy "own blocks" on public.blocks for all to authenticated using (auth.uid() = blocker_id) with check (auth.uid() = blocker_id);
