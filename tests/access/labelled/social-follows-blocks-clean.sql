-- Posts of public profiles or followed ones, unless blocked; likes with a counter trigger.
-- clean
create table profiles (
  id uuid primary key references auth.users on delete cascade,
  handle text unique not null,
  is_private boolean not null default false
);
create table follows (
  follower uuid not null references profiles on delete cascade,
  followee uuid not null references profiles on delete cascade,
  accepted boolean not null default false,
  primary key (follower, followee),
  check (follower <> followee)
);
create table blocks (blocker uuid references profiles on delete cascade, blocked uuid references profiles on delete cascade, primary key (blocker, blocked));
create table posts (
  id uuid primary key default gen_random_uuid(),
  author uuid not null default auth.uid() references profiles on delete cascade,
  body text not null,
  like_count int not null default 0
);
create table likes (post_id uuid references posts on delete cascade, user_id uuid default auth.uid() references profiles on delete cascade, primary key (post_id, user_id));
create function can_see(a uuid) returns boolean language sql stable security definer set search_path = public as $$
  select a = auth.uid() or (
    not exists (select 1 from blocks where blocker = a and blocked = auth.uid())
    and (exists (select 1 from profiles where id = a and not is_private)
         or exists (select 1 from follows where followee = a and follower = auth.uid() and accepted)));
$$;
create function bump_likes() returns trigger language plpgsql security definer set search_path = public as $$
begin
  if tg_op = 'INSERT' then
    update posts set like_count = like_count + 1 where id = new.post_id;
  else
    update posts set like_count = like_count - 1 where id = old.post_id;
  end if;
  return null;
end $$;
create trigger bump after insert or delete on likes for each row execute function bump_likes();
alter table profiles enable row level security;
alter table follows enable row level security;
alter table blocks enable row level security;
alter table posts enable row level security;
alter table likes enable row level security;
revoke insert, update on posts from anon, authenticated;
grant insert (body, author), update (body) on posts to authenticated;
create policy p_r on profiles for select using (true);
create policy p_i on profiles for insert to authenticated with check (id = auth.uid());
create policy p_u on profiles for update to authenticated using (id = auth.uid()) with check (id = auth.uid());
create policy f_r on follows for select to authenticated using (auth.uid() in (follower, followee));
create policy f_i on follows for insert to authenticated with check (follower = auth.uid() and not accepted);
create policy f_accept on follows for update to authenticated using (followee = auth.uid()) with check (followee = auth.uid() and accepted);
create policy f_d on follows for delete to authenticated using (auth.uid() in (follower, followee));
create policy b_all on blocks for all to authenticated using (blocker = auth.uid()) with check (blocker = auth.uid());
create policy po_r on posts for select to authenticated using (can_see(author));
create policy po_i on posts for insert to authenticated with check (author = auth.uid());
create policy po_u on posts for update to authenticated using (author = auth.uid());
create policy po_d on posts for delete to authenticated using (author = auth.uid());
create policy l_r on likes for select to authenticated using (true);
create policy l_i on likes for insert to authenticated with check (user_id = auth.uid());
create policy l_d on likes for delete to authenticated using (user_id = auth.uid());
