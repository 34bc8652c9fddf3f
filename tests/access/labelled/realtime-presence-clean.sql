-- Private channels by realtime.messages policies; nothing else.
-- clean
create table public.rooms (id uuid primary key default gen_random_uuid(), topic text not null unique, owner_id uuid not null default auth.uid() references auth.users);
create table public.room_users (room_id uuid references public.rooms on delete cascade, user_id uuid references auth.users on delete cascade, primary key (room_id, user_id));
alter table public.rooms enable row level security;
alter table public.room_users enable row level security;
create policy r on public.rooms for select to authenticated using (owner_id = auth.uid());
create policy i on public.rooms for insert to authenticated with check (owner_id = auth.uid());
create policy r on public.room_users for select to authenticated using (user_id = auth.uid());
create policy "room members listen" on realtime.messages for select to authenticated using (
  exists (select 1 from public.room_users ru join public.rooms r on r.id = ru.room_id where ru.user_id = auth.uid() and r.topic = realtime.topic()));
