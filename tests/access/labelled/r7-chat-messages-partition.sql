-- Chat: messages are partitioned by month; the partition that was added later has no row-level security of its own.
-- expect: error bypass|exposure messages_2026_02
-- also: bypass|exposure|tampering|forgery messages_2026_02|messages
create table public.rooms (
  id uuid primary key default gen_random_uuid(),
  name text not null
);
create table public.room_participants (
  room_id uuid not null references public.rooms(id) on delete cascade,
  user_id uuid not null references auth.users(id) on delete cascade,
  primary key (room_id, user_id)
);
create table public.messages (
  id uuid not null default gen_random_uuid(),
  room_id uuid not null references public.rooms(id) on delete cascade,
  sender_id uuid not null references auth.users(id),
  body text not null,
  created_at timestamptz not null default now(),
  primary key (id, created_at)
) partition by range (created_at);
create table public.messages_2026_01 partition of public.messages for values from ('2026-01-01') to ('2026-02-01');
alter table public.rooms enable row level security;
alter table public.room_participants enable row level security;
alter table public.messages enable row level security;
alter table public.messages_2026_01 enable row level security;
create policy own_participation on public.room_participants for select to authenticated using (user_id = auth.uid());
create policy rooms_of_mine on public.rooms for select to authenticated
  using (exists (select 1 from public.room_participants p where p.room_id = rooms.id and p.user_id = auth.uid()));
create policy messages_read on public.messages for select to authenticated
  using (exists (select 1 from public.room_participants p where p.room_id = messages.room_id and p.user_id = auth.uid()));
create policy messages_send on public.messages for insert to authenticated
  with check (sender_id = auth.uid() and exists (select 1 from public.room_participants p where p.room_id = messages.room_id and p.user_id = auth.uid()));
create table public.messages_2026_02 partition of public.messages for values from ('2026-02-01') to ('2026-03-01');
