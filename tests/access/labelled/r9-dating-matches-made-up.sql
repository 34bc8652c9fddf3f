-- A dating app: a match is written by whoever names himself in it, without the other's like, and opens the private photos.
-- expect: error|warning escalation|forgery matches
create table public.profiles (
  id uuid primary key references auth.users(id) on delete cascade,
  first_name text not null default '',
  birthday date,
  city text
);
create table public.swipes (
  swiper_id uuid not null references public.profiles(id) on delete cascade,
  target_id uuid not null references public.profiles(id) on delete cascade,
  liked boolean not null,
  created_at timestamptz not null default now(),
  primary key (swiper_id, target_id),
  check (swiper_id <> target_id)
);
create table public.matches (
  id uuid primary key default gen_random_uuid(),
  user_a uuid not null references public.profiles(id) on delete cascade,
  user_b uuid not null references public.profiles(id) on delete cascade,
  matched_at timestamptz not null default now(),
  check (user_a <> user_b),
  unique (user_a, user_b)
);
create table public.private_photos (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references public.profiles(id) on delete cascade,
  path text not null
);
create table public.messages (
  id bigint generated always as identity primary key,
  match_id uuid not null references public.matches(id) on delete cascade,
  sender_id uuid not null references public.profiles(id) on delete cascade,
  body text not null
);
alter table public.profiles enable row level security;
alter table public.swipes enable row level security;
alter table public.matches enable row level security;
alter table public.private_photos enable row level security;
alter table public.messages enable row level security;
create function public.handle_new_user() returns trigger language plpgsql security definer set search_path = '' as $$
begin insert into public.profiles (id) values (new.id); return new; end $$;
create trigger on_auth_user_created after insert on auth.users for each row execute function public.handle_new_user();
create policy "profiles for members" on public.profiles for select to authenticated using (true);
create policy "own profile" on public.profiles for update to authenticated using (id = auth.uid()) with check (id = auth.uid());
create policy "own swipes" on public.swipes for select to authenticated using (swiper_id = auth.uid());
create policy "swipe" on public.swipes for insert to authenticated with check (swiper_id = auth.uid());
create policy "my matches" on public.matches for select to authenticated using (auth.uid() in (user_a, user_b));
create policy "create match" on public.matches for insert to authenticated with check (auth.uid() = user_a or auth.uid() = user_b);
create policy "unmatch" on public.matches for delete to authenticated using (auth.uid() in (user_a, user_b));
create policy "own private photos" on public.private_photos for all to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
create policy "photos of matches" on public.private_photos for select to authenticated using (exists (
  select 1 from public.matches m where (m.user_a = auth.uid() and m.user_b = private_photos.user_id) or (m.user_b = auth.uid() and m.user_a = private_photos.user_id)));
create policy "read messages of my matches" on public.messages for select to authenticated
  using (exists (select 1 from public.matches m where m.id = match_id and auth.uid() in (m.user_a, m.user_b)));
create policy "write to my matches" on public.messages for insert to authenticated
  with check (sender_id = auth.uid() and exists (select 1 from public.matches m where m.id = match_id and auth.uid() in (m.user_a, m.user_b)));
