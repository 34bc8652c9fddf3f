-- Broadcast on private channels: the channel's name carries the room, and only its members hear and speak.
-- clean

create table public.rooms (
  id uuid primary key default gen_random_uuid(),
  host_id uuid not null default auth.uid() references auth.users (id),
  name text not null
);
create table public.room_guests (
  room_id uuid not null references public.rooms (id) on delete cascade,
  user_id uuid not null references auth.users (id),
  primary key (room_id, user_id)
);
create function public.may_enter(topic text) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.rooms r where 'room:' || r.id = topic and r.host_id = auth.uid())
      or exists (select 1 from public.room_guests g where 'room:' || g.room_id = topic and g.user_id = auth.uid())
$$;
create function public.hosts(room uuid) returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.rooms r where r.id = room and r.host_id = auth.uid()) $$;
alter table public.rooms enable row level security;
alter table public.room_guests enable row level security;
create policy "rooms one may enter" on public.rooms for select to authenticated
  using (host_id = (select auth.uid()) or public.may_enter('room:' || id));
create policy "open a room" on public.rooms for insert to authenticated with check (host_id = (select auth.uid()));
create policy "close a room" on public.rooms for delete to authenticated using (host_id = (select auth.uid()));
create policy "guests" on public.room_guests for select to authenticated
  using (user_id = (select auth.uid()) or public.hosts(room_id));
create policy "let in" on public.room_guests for insert to authenticated with check (public.hosts(room_id));
create policy "show out, or go" on public.room_guests for delete to authenticated
  using (user_id = (select auth.uid()) or public.hosts(room_id));
create policy "hear" on realtime.messages for select to authenticated using (public.may_enter((select realtime.topic())));
create policy "speak" on realtime.messages for insert to authenticated with check (public.may_enter((select realtime.topic())));
