-- A running club: the follower accepts himself, and sees the private runs.
-- expect: error|warning escalation|tampering follows
create table public.profiles (
  id uuid primary key references auth.users(id) on delete cascade,
  username text unique check (username ~ '^[a-z0-9_]{3,30}$'),
  display_name text,
  is_private boolean not null default false,
  created_at timestamptz not null default now()
);
create table public.follows (
  follower_id uuid not null references public.profiles(id) on delete cascade,
  followed_id uuid not null references public.profiles(id) on delete cascade,
  accepted boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (follower_id, followed_id),
  check (follower_id <> followed_id)
);
create table public.blocks (
  blocker_id uuid not null references public.profiles(id) on delete cascade,
  blocked_id uuid not null references public.profiles(id) on delete cascade,
  primary key (blocker_id, blocked_id)
);
create table public.runs (
  id uuid primary key default gen_random_uuid(),
  runner_id uuid not null default auth.uid() references public.profiles(id) on delete cascade,
  distance_m int not null check (distance_m > 0),
  seconds int not null check (seconds > 0),
  started_at timestamptz not null default now(),
  route jsonb
);
create table public.run_likes (
  run_id uuid not null references public.runs(id) on delete cascade,
  user_id uuid not null default auth.uid() references public.profiles(id) on delete cascade,
  primary key (run_id, user_id)
);
create table public.run_comments (
  id uuid primary key default gen_random_uuid(),
  run_id uuid not null references public.runs(id) on delete cascade,
  author_id uuid not null default auth.uid() references public.profiles(id) on delete cascade,
  body text not null check (char_length(body) <= 500),
  created_at timestamptz not null default now()
);
create table public.clubs (
  id uuid primary key default gen_random_uuid(),
  name text not null unique,
  open boolean not null default true,
  created_by uuid not null default auth.uid() references public.profiles(id)
);
create table public.club_members (
  club_id uuid not null references public.clubs(id) on delete cascade,
  user_id uuid not null references public.profiles(id) on delete cascade,
  role text not null default 'member' check (role in ('member','admin')),
  primary key (club_id, user_id)
);
create table public.club_posts (
  id uuid primary key default gen_random_uuid(),
  club_id uuid not null references public.clubs(id) on delete cascade,
  author_id uuid not null default auth.uid() references public.profiles(id) on delete cascade,
  body text not null
);
create table public.notifications (
  id bigint generated always as identity primary key,
  user_id uuid not null references public.profiles(id) on delete cascade,
  actor_id uuid references public.profiles(id) on delete set null,
  kind text not null check (kind in ('like','comment','follow')),
  read_at timestamptz
);
create function public.handle_new_user() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.profiles (id, username) values (new.id, 'runner_' || substr(md5(new.id::text), 1, 12));
  return new;
end $$;
create trigger on_auth_user_created after insert on auth.users for each row execute function public.handle_new_user();
create function public.can_see_runner(r uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select r = (select auth.uid())
    or (not exists (select 1 from public.blocks b where b.blocker_id = r and b.blocked_id = (select auth.uid()))
        and (exists (select 1 from public.profiles p where p.id = r and not p.is_private)
             or exists (select 1 from public.follows f where f.followed_id = r and f.follower_id = (select auth.uid()) and f.accepted)))
$$;
create function public.club_role(c uuid) returns text language sql stable security definer set search_path = '' as
  $$ select role from public.club_members where club_id = c and user_id = (select auth.uid()) $$;
alter table public.profiles enable row level security;
alter table public.follows enable row level security;
alter table public.blocks enable row level security;
alter table public.runs enable row level security;
alter table public.run_likes enable row level security;
alter table public.run_comments enable row level security;
alter table public.clubs enable row level security;
alter table public.club_members enable row level security;
alter table public.club_posts enable row level security;
alter table public.notifications enable row level security;
create policy "profiles" on public.profiles for select to authenticated using (true);
create policy "own profile" on public.profiles for update to authenticated using (id = auth.uid()) with check (id = auth.uid());
create policy "my follows" on public.follows for select to authenticated using (auth.uid() in (follower_id, followed_id));
create policy "ask to follow" on public.follows for insert to authenticated
  with check (follower_id = auth.uid() and accepted = (not (select p.is_private from public.profiles p where p.id = followed_id)));
create policy "accept followers" on public.follows for update to authenticated using (auth.uid() in (follower_id, followed_id)) with check (auth.uid() in (follower_id, followed_id));
revoke update on public.follows from anon, authenticated;
grant update (accepted) on public.follows to authenticated;
create policy "unfollow or remove" on public.follows for delete to authenticated using (auth.uid() in (follower_id, followed_id));
create policy "my blocks" on public.blocks for all to authenticated using (blocker_id = auth.uid()) with check (blocker_id = auth.uid());
create policy "runs I may see" on public.runs for select to authenticated using (public.can_see_runner(runner_id));
create policy "record" on public.runs for insert to authenticated with check (runner_id = auth.uid());
create policy "edit own run" on public.runs for update to authenticated using (runner_id = auth.uid()) with check (runner_id = auth.uid());
create policy "delete own run" on public.runs for delete to authenticated using (runner_id = auth.uid());
create policy "likes" on public.run_likes for select to authenticated using (exists (select 1 from public.runs r where r.id = run_id));
create policy "like" on public.run_likes for insert to authenticated with check (user_id = auth.uid() and exists (select 1 from public.runs r where r.id = run_id));
create policy "unlike" on public.run_likes for delete to authenticated using (user_id = auth.uid());
create policy "comments" on public.run_comments for select to authenticated using (exists (select 1 from public.runs r where r.id = run_id));
create policy "comment" on public.run_comments for insert to authenticated with check (author_id = auth.uid() and exists (select 1 from public.runs r where r.id = run_id));
create policy "delete own comment or under own run" on public.run_comments for delete to authenticated
  using (author_id = auth.uid() or exists (select 1 from public.runs r where r.id = run_id and r.runner_id = auth.uid()));
create policy "clubs" on public.clubs for select to authenticated using (open or created_by = auth.uid() or public.club_role(id) is not null);
create policy "found" on public.clubs for insert to authenticated with check (created_by = auth.uid());
create policy "admins edit club" on public.clubs for update to authenticated using (public.club_role(id) = 'admin') with check (public.club_role(id) = 'admin');
revoke update on public.clubs from anon, authenticated;
grant update (name, open) on public.clubs to authenticated;
create policy "members" on public.club_members for select to authenticated using (public.club_role(club_id) is not null);
create policy "join open clubs" on public.club_members for insert to authenticated
  with check (user_id = auth.uid() and role = 'member' and exists (select 1 from public.clubs c where c.id = club_id and c.open));
create policy "admins add" on public.club_members for insert to authenticated with check (public.club_role(club_id) = 'admin');
create policy "leave" on public.club_members for delete to authenticated using (user_id = auth.uid() or public.club_role(club_id) = 'admin');
create policy "club posts" on public.club_posts for select to authenticated using (public.club_role(club_id) is not null);
create policy "post in club" on public.club_posts for insert to authenticated with check (author_id = auth.uid() and public.club_role(club_id) is not null);
create policy "delete own post, admins any" on public.club_posts for delete to authenticated using (author_id = auth.uid() or public.club_role(club_id) = 'admin');
create policy "my notifications" on public.notifications for select to authenticated using (user_id = auth.uid());
create policy "mark read" on public.notifications for update to authenticated using (user_id = auth.uid()) with check (user_id = auth.uid());
revoke update on public.notifications from anon, authenticated;
grant update (read_at) on public.notifications to authenticated;
create function public.notify_like() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.notifications (user_id, actor_id, kind)
  select r.runner_id, new.user_id, 'like' from public.runs r where r.id = new.run_id and r.runner_id <> new.user_id;
  return new;
end $$;
create trigger run_likes_notify after insert on public.run_likes for each row execute function public.notify_like();
create function public.club_founded() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.club_members (club_id, user_id, role) values (new.id, new.created_by, 'admin');
  return new;
end $$;
create trigger clubs_founded after insert on public.clubs for each row execute function public.club_founded();
