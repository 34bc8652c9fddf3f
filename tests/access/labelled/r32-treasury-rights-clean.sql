-- The same, closed.
-- clean

create table members_list (id uuid primary key references auth.users, nick text, rights text[] not null default '{}');
create table treasury (id int generated always as identity primary key, booked_by uuid not null references auth.users, cents bigint not null);
alter table members_list enable row level security; alter table treasury enable row level security;
revoke update on members_list from authenticated, anon; grant update (nick) on members_list to authenticated;
create function has_right(r text) returns boolean language sql stable security definer set search_path = public as $$ select r = any (coalesce((select rights from members_list where id = auth.uid()), '{}')) $$;
create policy m_s on members_list for select to authenticated using (id = auth.uid());
create policy m_u on members_list for update to authenticated using (id = auth.uid()) with check (id = auth.uid());
create policy t_s on treasury for select to authenticated using (has_right('treasury.read'));
create policy t_i on treasury for insert to authenticated with check (has_right('treasury.write') and booked_by = auth.uid());
