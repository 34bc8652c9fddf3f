-- increment_likes() runs as the caller, whom the posts' policy lets change his own posts alone: likes of others' never count.
-- Private posts come out through the feed view.
-- expect: error|warning|review dead increment_likes authenticated
-- expect: error bypass feed anon
create table posts (
  id uuid primary key default gen_random_uuid(),
  author_id uuid not null references auth.users(id) on delete cascade,
  body text not null,
  is_private boolean not null default false,
  like_count integer not null default 0,
  created_at timestamptz not null default now()
);
create table post_likes (
  post_id uuid references posts(id) on delete cascade,
  user_id uuid references auth.users(id) on delete cascade,
  primary key (post_id, user_id)
);
create table follows (
  follower_id uuid references auth.users(id) on delete cascade,
  followee_id uuid references auth.users(id) on delete cascade,
  primary key (follower_id, followee_id),
  check (follower_id <> followee_id)
);
alter table posts enable row level security;
alter table post_likes enable row level security;
alter table follows enable row level security;
create policy "public posts" on posts for select using (not is_private or author_id = auth.uid());
create policy "insert own" on posts for insert to authenticated with check (author_id = auth.uid());
create policy "update own" on posts for update to authenticated using (author_id = auth.uid()) with check (author_id = auth.uid());
create policy "delete own" on posts for delete to authenticated using (author_id = auth.uid());
create policy "likes readable" on post_likes for select using (true);
create policy "like" on post_likes for insert to authenticated with check (user_id = auth.uid());
create policy "unlike" on post_likes for delete to authenticated using (user_id = auth.uid());
create policy "follows readable" on follows for select using (true);
create policy "follow" on follows for insert to authenticated with check (follower_id = auth.uid());
create policy "unfollow" on follows for delete to authenticated using (follower_id = auth.uid());

create or replace function increment_likes(p_post_id uuid) returns void language sql as $$
  update posts set like_count = like_count + 1 where id = p_post_id;
$$;
create or replace view feed as
  select p.id, p.author_id, p.body, p.like_count, p.created_at,
         (select count(*) from post_likes l where l.post_id = p.id) as likes
  from posts p order by p.created_at desc;
