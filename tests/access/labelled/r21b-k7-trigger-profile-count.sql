-- expect: warning|error dead|error count_followers|users_public|follows
create table public.users_public (id uuid primary key references auth.users(id), handle text not null, followers int not null default 0);
create table public.follows (follower uuid not null default auth.uid() references public.users_public(id), followee uuid not null references public.users_public(id), primary key (follower, followee));
alter table public.users_public enable row level security; alter table public.follows enable row level security;
create policy r on public.users_public for select using (true);
create policy i on public.users_public for insert to authenticated with check (id = auth.uid() and followers = 0);
create policy u on public.users_public for update to authenticated using (id = auth.uid()) with check (id = auth.uid());
revoke update on public.users_public from anon, authenticated; grant update (handle) on public.users_public to authenticated;
create policy fr on public.follows for select to authenticated using (true);
create policy fi on public.follows for insert to authenticated with check (follower = auth.uid());
create policy fd on public.follows for delete to authenticated using (follower = auth.uid());
create function public.count_followers() returns trigger language plpgsql as $$ begin update public.users_public set followers = followers + 1 where id = new.followee; return null; end $$;
create trigger count_followers after insert on public.follows for each row execute function public.count_followers();
-- also: error|dead follows|count_followers
