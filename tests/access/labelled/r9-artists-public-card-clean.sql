-- clean
-- Artists' portfolios: the profile row is one's own, the public card is a view of the owner with what is to be shown; works public once published.
create table public.profiles (
  id uuid primary key references auth.users(id) on delete cascade,
  username text unique,
  display_name text,
  bio text,
  avatar_url text,
  email text,
  phone text,
  iban text
);
create table public.works (
  id uuid primary key default gen_random_uuid(),
  artist_id uuid not null references public.profiles(id) on delete cascade,
  title text not null,
  image_path text not null,
  published boolean not null default false
);
create table public.commissions (
  id uuid primary key default gen_random_uuid(),
  artist_id uuid not null references public.profiles(id),
  client_id uuid not null default auth.uid() references public.profiles(id),
  brief text not null,
  accepted boolean
);
alter table public.profiles enable row level security;
alter table public.works enable row level security;
alter table public.commissions enable row level security;
create policy "own profile" on public.profiles for select to authenticated using (id = auth.uid());
create policy "edit own profile" on public.profiles for update to authenticated using (id = auth.uid()) with check (id = auth.uid());
create view public.public_profiles with (security_invoker = false) as
  select id, username, display_name, bio, avatar_url from public.profiles where username is not null;
revoke all on public.public_profiles from anon, authenticated;
grant select on public.public_profiles to anon, authenticated;
create policy "published works" on public.works for select using (published);
create policy "own works" on public.works for all to authenticated using (artist_id = auth.uid()) with check (artist_id = auth.uid());
create policy "my commissions" on public.commissions for select to authenticated using (auth.uid() in (artist_id, client_id));
create policy "ask for a commission" on public.commissions for insert to authenticated with check (client_id = auth.uid() and accepted is null);
create policy "artist answers" on public.commissions for update to authenticated using (artist_id = auth.uid()) with check (artist_id = auth.uid());
revoke update on public.commissions from anon, authenticated;
grant update (accepted) on public.commissions to authenticated;
create function public.handle_new_user() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.profiles (id, username, display_name, email)
  values (new.id, new.raw_user_meta_data->>'username', new.raw_user_meta_data->>'full_name', new.email);
  return new;
end $$;
create trigger on_auth_user_created after insert on auth.users for each row execute function public.handle_new_user();
