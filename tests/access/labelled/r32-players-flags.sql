-- A right is a bit of a number, asked for by a helper.
-- expect: error escalation players|flags anyone

create table players (id uuid primary key references auth.users, tag text, flags int not null default 0);
create table reports (id bigint generated always as identity primary key, about uuid not null references auth.users, by_user uuid not null references auth.users, words text not null);
create function flagged(b int) returns boolean language sql stable security definer set search_path = public as $$ select coalesce((select (p.flags & b) = b from players p where p.id = auth.uid()), false) $$;
alter table players enable row level security; alter table reports enable row level security;
create policy p_s on players for select to authenticated using (id = auth.uid());
create policy p_u on players for update to authenticated using (id = auth.uid()) with check (id = auth.uid());
create policy r_s on reports for select to authenticated using (by_user = auth.uid() or flagged(4));
create policy r_i on reports for insert to authenticated with check (by_user = auth.uid());
