-- clean
-- A dating app: matches come from a trigger on mutual likes alone; cards of others through a function with chosen columns.
create table public.profiles (
  id uuid primary key references auth.users(id) on delete cascade,
  first_name text not null default '',
  birthday date,
  city text,
  email text,
  visible boolean not null default true
);
create table public.swipes (
  swiper_id uuid not null references public.profiles(id) on delete cascade,
  target_id uuid not null references public.profiles(id) on delete cascade,
  liked boolean not null,
  primary key (swiper_id, target_id),
  check (swiper_id <> target_id)
);
create table public.matches (
  user_a uuid not null references public.profiles(id) on delete cascade,
  user_b uuid not null references public.profiles(id) on delete cascade,
  matched_at timestamptz not null default now(),
  primary key (user_a, user_b),
  check (user_a < user_b)
);
create table public.private_photos (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references public.profiles(id) on delete cascade,
  path text not null
);
alter table public.profiles enable row level security;
alter table public.swipes enable row level security;
alter table public.matches enable row level security;
alter table public.private_photos enable row level security;
create function public.handle_new_user() returns trigger language plpgsql security definer set search_path = '' as $$
begin insert into public.profiles (id, email) values (new.id, new.email); return new; end $$;
create trigger on_auth_user_created after insert on auth.users for each row execute function public.handle_new_user();
create function public.make_match() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if new.liked and exists (select 1 from public.swipes s where s.swiper_id = new.target_id and s.target_id = new.swiper_id and s.liked) then
    insert into public.matches (user_a, user_b)
    values (least(new.swiper_id, new.target_id), greatest(new.swiper_id, new.target_id)) on conflict do nothing;
  end if;
  return new;
end $$;
create trigger swipes_match after insert on public.swipes for each row execute function public.make_match();
create policy "own profile" on public.profiles for select to authenticated using (id = auth.uid());
create policy "edit own profile" on public.profiles for update to authenticated using (id = auth.uid()) with check (id = auth.uid());
create policy "own swipes" on public.swipes for select to authenticated using (swiper_id = auth.uid());
create policy "swipe" on public.swipes for insert to authenticated with check (swiper_id = auth.uid());
create policy "my matches" on public.matches for select to authenticated using (auth.uid() in (user_a, user_b));
create policy "unmatch" on public.matches for delete to authenticated using (auth.uid() in (user_a, user_b));
create policy "own photos" on public.private_photos for all to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
create policy "photos of matches" on public.private_photos for select to authenticated using (exists (
  select 1 from public.matches m where (m.user_a = auth.uid() and m.user_b = private_photos.user_id) or (m.user_b = auth.uid() and m.user_a = private_photos.user_id)));
create function public.deck(p_limit int default 20) returns table (id uuid, first_name text, city text, age int)
language sql stable security definer set search_path = '' as $$
  select p.id, p.first_name, p.city, extract(year from age(p.birthday))::int
  from public.profiles p
  where p.visible and p.id <> auth.uid()
    and not exists (select 1 from public.swipes s where s.swiper_id = auth.uid() and s.target_id = p.id)
  limit least(p_limit, 50)
$$;
revoke execute on function public.deck(int) from public, anon;
grant execute on function public.deck(int) to authenticated;
