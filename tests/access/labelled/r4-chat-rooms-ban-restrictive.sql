-- Rooms with roles: owners add people, a restrictive policy silences the banned.
-- clean
create type public.room_role as enum ('owner', 'moderator', 'member');
create table public.rooms (id uuid primary key default gen_random_uuid(), title text not null, created_by uuid not null default auth.uid() references auth.users(id));
create table public.room_members (
  room_id uuid references public.rooms(id) on delete cascade,
  user_id uuid references auth.users(id) on delete cascade,
  role public.room_role not null default 'member',
  banned boolean not null default false,
  primary key (room_id, user_id)
);
create table public.room_messages (
  id uuid primary key default gen_random_uuid(),
  room_id uuid not null references public.rooms(id) on delete cascade,
  sender_id uuid not null default auth.uid() references auth.users(id),
  body text not null
);
create schema if not exists private;
create function private.room_role_of(p_room uuid) returns public.room_role language sql stable security definer set search_path = '' as $$
  select role from public.room_members where room_id = p_room and user_id = (select auth.uid()) $$;
create function private.is_banned(p_room uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select coalesce((select banned from public.room_members where room_id = p_room and user_id = (select auth.uid())), false) $$;
grant usage on schema private to authenticated;
grant execute on all functions in schema private to authenticated;
create function public.room_created() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.room_members (room_id, user_id, role) values (new.id, new.created_by, 'owner');
  return new;
end $$;
create trigger room_created after insert on public.rooms for each row execute function public.room_created();
alter table public.rooms enable row level security;
alter table public.room_members enable row level security;
alter table public.room_messages enable row level security;
create policy r on public.rooms for select to authenticated using (created_by = (select auth.uid()) or private.room_role_of(id) is not null);
create policy i on public.rooms for insert to authenticated with check (created_by = (select auth.uid()));
create policy r on public.room_members for select to authenticated using (private.room_role_of(room_id) is not null);
create policy add on public.room_members for insert to authenticated with check (private.room_role_of(room_id) = 'owner' and role <> 'owner');
create policy kick on public.room_members for delete to authenticated using (private.room_role_of(room_id) in ('owner', 'moderator') and role = 'member' and not banned);
create policy ban on public.room_members for update to authenticated
  using (private.room_role_of(room_id) = 'owner' and role <> 'owner') with check (private.room_role_of(room_id) = 'owner' and role <> 'owner');
create policy r on public.room_messages for select to authenticated using (private.room_role_of(room_id) is not null);
create policy i on public.room_messages for insert to authenticated with check (sender_id = (select auth.uid()) and private.room_role_of(room_id) is not null);
create policy not_banned on public.room_messages as restrictive for all to authenticated using (not private.is_banned(room_id)) with check (not private.is_banned(room_id));
create policy d on public.room_messages for delete to authenticated using (sender_id = (select auth.uid()) or private.room_role_of(room_id) in ('owner', 'moderator'));
