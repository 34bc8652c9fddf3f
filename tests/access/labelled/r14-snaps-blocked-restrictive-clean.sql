-- Followed and not blocked: the block is a restrictive policy.
-- clean

create table public.blocks (
  blocker_id uuid not null default auth.uid() references auth.users (id),
  blocked_id uuid not null references auth.users (id),
  primary key (blocker_id, blocked_id),
  check (blocker_id <> blocked_id)
);
create table public.follows (
  follower_id uuid not null default auth.uid() references auth.users (id),
  followed_id uuid not null references auth.users (id),
  accepted boolean not null default false,
  primary key (follower_id, followed_id)
);
create table public.snaps (
  id uuid primary key default gen_random_uuid(),
  author_id uuid not null default auth.uid() references auth.users (id),
  url text not null
);
create function public.blocked_by(author uuid) returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.blocks b where b.blocker_id = author and b.blocked_id = auth.uid()) $$;
alter table public.blocks enable row level security;
alter table public.follows enable row level security;
alter table public.snaps enable row level security;
create policy "own blocks" on public.blocks for all to authenticated
  using (blocker_id = (select auth.uid())) with check (blocker_id = (select auth.uid()));
create policy "follows of mine" on public.follows for select to authenticated using ((select auth.uid()) in (follower_id, followed_id));
create policy "ask to follow" on public.follows for insert to authenticated
  with check (follower_id = (select auth.uid()) and not accepted);
revoke update on public.follows from anon, authenticated;
grant update (accepted) on public.follows to authenticated;
create policy "let follow" on public.follows for update to authenticated
  using (followed_id = (select auth.uid())) with check (followed_id = (select auth.uid()));
create policy "unfollow" on public.follows for delete to authenticated using ((select auth.uid()) in (follower_id, followed_id));
create policy "own snaps and followed ones" on public.snaps for select to authenticated
  using (author_id = (select auth.uid()) or exists (
    select 1 from public.follows f where f.accepted and f.follower_id = (select auth.uid()) and f.followed_id = snaps.author_id));
create policy "not for the blocked" on public.snaps as restrictive for select to authenticated using (not public.blocked_by(author_id));
create policy "post" on public.snaps for insert to authenticated with check (author_id = (select auth.uid()));
create policy "delete" on public.snaps for delete to authenticated using (author_id = (select auth.uid()));
