-- Banned users are kept out by a restrictive policy; moderators come from app_metadata.
-- clean
create table bans (user_id uuid primary key references auth.users on delete cascade, until timestamptz);
create table threads (
  id uuid primary key default gen_random_uuid(),
  author uuid not null default auth.uid() references auth.users,
  title text not null,
  locked boolean not null default false
);
create function is_banned() returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.bans where user_id = auth.uid() and (until is null or until > now()))
$$;
create function is_mod() returns boolean language sql stable set search_path = '' as $$
  select coalesce((auth.jwt() -> 'app_metadata' ->> 'moderator')::boolean, false)
$$;
alter table bans enable row level security;
alter table threads enable row level security;
create policy "mods manage bans" on bans for all to authenticated using (is_mod()) with check (is_mod());
create policy "threads are public" on threads for select using (true);
create policy "start" on threads for insert to authenticated with check (author = auth.uid() and not locked);
create policy "edit" on threads for update to authenticated using (author = auth.uid() and not locked) with check (author = auth.uid());
create policy "moderate" on threads for update to authenticated using (is_mod()) with check (is_mod());
create policy "not while banned" on threads as restrictive for insert to authenticated with check (not is_banned());
create policy "not while banned, edit" on threads as restrictive for update to authenticated using (not is_banned());
