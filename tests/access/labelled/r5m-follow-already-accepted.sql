-- A follow is inserted as accepted and opens the private posts.
-- expect: error escalation follows authenticated
-- also: forgery|tampering follows
create table profiles (
  id uuid primary key references auth.users(id) on delete cascade,
  username text not null unique check (username ~ '^[a-z0-9_]{3,20}$'),
  is_private boolean not null default false
);
create table follows (
  follower_id uuid references profiles(id) on delete cascade,
  followee_id uuid references profiles(id) on delete cascade,
  accepted boolean not null default false,
  primary key (follower_id, followee_id),
  check (follower_id <> followee_id)
);
create table posts (
  id uuid primary key default gen_random_uuid(),
  author_id uuid not null references profiles(id) on delete cascade,
  body text not null,
  likes int not null default 0
);
create table likes (
  post_id uuid references posts(id) on delete cascade,
  user_id uuid references profiles(id) on delete cascade,
  primary key (post_id, user_id)
);
alter table profiles enable row level security;
alter table follows enable row level security;
alter table posts enable row level security;
alter table likes enable row level security;
create policy "profiles are public" on profiles for select using (true);
create policy "own profile" on profiles for insert to authenticated with check (id = (select auth.uid()));
create policy "edit profile" on profiles for update to authenticated using (id = (select auth.uid())) with check (id = (select auth.uid()));
create policy "both see follow" on follows for select to authenticated using ((select auth.uid()) in (follower_id, followee_id));
create policy "ask to follow" on follows for insert to authenticated with check (true);
create policy "unfollow" on follows for delete to authenticated using ((select auth.uid()) in (follower_id, followee_id));
revoke update on follows from anon, authenticated;
grant update (accepted) on follows to authenticated;
create policy "accept" on follows for update to authenticated
  using (followee_id = (select auth.uid())) with check (followee_id = (select auth.uid()));
create policy "read posts" on posts for select using (
  author_id = (select auth.uid())
  or exists (select 1 from profiles p where p.id = author_id and not p.is_private)
  or exists (select 1 from follows f where f.followee_id = author_id and f.follower_id = (select auth.uid()) and f.accepted));
create policy "write posts" on posts for insert to authenticated with check (author_id = (select auth.uid()) and likes = 0);
create policy "delete posts" on posts for delete to authenticated using (author_id = (select auth.uid()));
create policy "read likes" on likes for select to authenticated using (exists (select 1 from posts p where p.id = post_id));
create policy "like" on likes for insert to authenticated
  with check (user_id = (select auth.uid()) and exists (select 1 from posts p where p.id = post_id));
create policy "unlike" on likes for delete to authenticated using (user_id = (select auth.uid()));
create function count_like() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'INSERT' then update public.posts set likes = likes + 1 where id = new.post_id;
  else update public.posts set likes = likes - 1 where id = old.post_id; end if;
  return null;
end $$;
create trigger like_counted after insert or delete on likes for each row execute function count_like();
