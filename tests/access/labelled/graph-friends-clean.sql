-- Friendship requests both ways; profile details for friends only.
-- clean
create table people (id uuid primary key references auth.users on delete cascade, name text not null);
create table details (id uuid primary key references people on delete cascade, phone text, birthday date);
create table friendships (
  requester uuid not null references people on delete cascade,
  addressee uuid not null references people on delete cascade,
  status text not null default 'pending' check (status in ('pending', 'accepted')),
  primary key (requester, addressee),
  check (requester <> addressee)
);
create function are_friends(other uuid) returns boolean language sql stable security definer set search_path = public as $$
  select exists (select 1 from friendships where status = 'accepted'
    and ((requester = auth.uid() and addressee = other) or (addressee = auth.uid() and requester = other)))
$$;
alter table people enable row level security;
alter table details enable row level security;
alter table friendships enable row level security;
revoke update on friendships from anon, authenticated;
grant update (status) on friendships to authenticated;
create policy "names" on people for select to authenticated using (true);
create policy "self" on people for insert to authenticated with check (id = auth.uid());
create policy "own or friend" on details for select to authenticated using (id = auth.uid() or are_friends(id));
create policy "own" on details for insert to authenticated with check (id = auth.uid());
create policy "own edit" on details for update to authenticated using (id = auth.uid()) with check (id = auth.uid());
create policy "see" on friendships for select to authenticated using (auth.uid() in (requester, addressee));
create policy "ask" on friendships for insert to authenticated with check (requester = auth.uid() and status = 'pending');
create policy "accept" on friendships for update to authenticated using (addressee = auth.uid()) with check (addressee = auth.uid() and status = 'accepted');
create policy "end" on friendships for delete to authenticated using (auth.uid() in (requester, addressee));
