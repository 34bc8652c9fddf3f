-- Whom a request is for accepts it: that a new row may not be accepted holds who asks, not who is asked.
create table public.follows (
  follower_id uuid not null references auth.users(id), followed_id uuid not null references auth.users(id),
  accepted boolean not null default false, primary key (follower_id, followed_id)
);
alter table public.follows enable row level security;
create policy parties on public.follows for select to authenticated using (auth.uid() in (follower_id, followed_id));
create policy ask on public.follows for insert to authenticated with check (follower_id = auth.uid() and not accepted);
create policy accept on public.follows for update to authenticated using (followed_id = auth.uid()) with check (followed_id = auth.uid());
revoke update on public.follows from anon, authenticated;
grant update (accepted) on public.follows to authenticated;
