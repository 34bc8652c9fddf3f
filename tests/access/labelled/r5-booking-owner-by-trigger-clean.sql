-- clean
-- INSERT has WITH CHECK (true), and the trigger writes the caller over whatever was sent.
create extension if not exists btree_gist;
create table rooms (
  id int generated always as identity primary key,
  name text not null,
  capacity int not null check (capacity > 0)
);
create table reservations (
  id bigint generated always as identity primary key,
  room_id int not null references rooms(id),
  user_id uuid not null references auth.users(id),
  during tstzrange not null,
  exclude using gist (room_id with =, during with &&)
);
create function set_reserver() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    new.user_id := auth.uid();
  else
    new.user_id := old.user_id;
  end if;
  return new;
end $$;
create trigger reserver before insert or update on reservations for each row
  when (current_user in ('authenticated', 'anon')) execute function set_reserver();
alter table rooms enable row level security;
alter table reservations enable row level security;
create policy "rooms" on rooms for select using (true);
create policy "who has which room is on the board" on reservations for select to authenticated using (true);
create policy "reserve" on reservations for insert to authenticated with check (true);
create policy "move" on reservations for update to authenticated using (user_id = auth.uid());
create policy "cancel" on reservations for delete to authenticated using (user_id = auth.uid());
