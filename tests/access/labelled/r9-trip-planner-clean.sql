-- clean
-- A trip planner: look-ups in functions of the owner, joining by a code through a function, editors by a flag that only the owner sets.
create table public.trips (
  id uuid default gen_random_uuid() primary key,
  owner_id uuid references auth.users(id) on delete cascade not null,
  destination text not null,
  join_code text not null unique default upper(substr(md5(gen_random_uuid()::text), 1, 10))
);
create table public.trip_travelers (
  trip_id uuid references public.trips(id) on delete cascade not null,
  user_id uuid references auth.users(id) on delete cascade not null,
  can_edit boolean default false not null,
  primary key (trip_id, user_id)
);
create table public.trip_days (
  id uuid default gen_random_uuid() primary key,
  trip_id uuid references public.trips(id) on delete cascade not null,
  day date not null,
  plan text
);
create table public.day_comments (
  id bigint generated always as identity primary key,
  day_id uuid references public.trip_days(id) on delete cascade not null,
  author_id uuid references auth.users(id) on delete cascade not null default auth.uid(),
  body text not null
);
create function public.owns_trip(t uuid) returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.trips where id = t and owner_id = (select auth.uid())) $$;
create function public.on_trip(t uuid) returns boolean language sql stable security definer set search_path = '' as
  $$ select public.owns_trip(t) or exists (select 1 from public.trip_travelers where trip_id = t and user_id = (select auth.uid())) $$;
create function public.edits_trip(t uuid) returns boolean language sql stable security definer set search_path = '' as
  $$ select public.owns_trip(t) or exists (select 1 from public.trip_travelers where trip_id = t and user_id = (select auth.uid()) and can_edit) $$;
alter table public.trips enable row level security;
alter table public.trip_travelers enable row level security;
alter table public.trip_days enable row level security;
alter table public.day_comments enable row level security;
create policy "trips" on public.trips for select to authenticated using (owner_id = auth.uid() or public.on_trip(id));
create policy "new trip" on public.trips for insert to authenticated with check (owner_id = auth.uid());
create policy "change trip" on public.trips for update to authenticated using (owner_id = auth.uid()) with check (owner_id = auth.uid());
create policy "drop trip" on public.trips for delete to authenticated using (owner_id = auth.uid());
create policy "fellow travellers" on public.trip_travelers for select to authenticated using (public.on_trip(trip_id));
create policy "owner lets edit" on public.trip_travelers for update to authenticated using (public.owns_trip(trip_id)) with check (public.owns_trip(trip_id));
revoke update on public.trip_travelers from anon, authenticated;
grant update (can_edit) on public.trip_travelers to authenticated;
create policy "leave or be removed" on public.trip_travelers for delete to authenticated using (user_id = auth.uid() or public.owns_trip(trip_id));
create policy "days" on public.trip_days for select to authenticated using (public.on_trip(trip_id));
create policy "plan days" on public.trip_days for all to authenticated using (public.edits_trip(trip_id)) with check (public.edits_trip(trip_id));
create policy "comments" on public.day_comments for select to authenticated using (exists (select 1 from public.trip_days d where d.id = day_id));
create policy "comment" on public.day_comments for insert to authenticated with check (author_id = auth.uid() and exists (select 1 from public.trip_days d where d.id = day_id));
create policy "delete own comment" on public.day_comments for delete to authenticated using (author_id = auth.uid());
create function public.join_trip(p_code text) returns uuid language plpgsql security definer set search_path = '' as $$
declare v uuid;
begin
  if auth.uid() is null then raise exception 'sign in first' using errcode = '42501'; end if;
  select id into v from public.trips where join_code = upper(trim(p_code));
  if v is null then raise exception 'unknown code'; end if;
  insert into public.trip_travelers (trip_id, user_id) values (v, auth.uid()) on conflict do nothing;
  return v;
end $$;
