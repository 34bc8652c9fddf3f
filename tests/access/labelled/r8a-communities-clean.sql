-- Reddit-like: communities open to join, private ones by moderators' approval; karma by definer trigger.
-- clean
create table public.profiles (id uuid primary key references auth.users(id), name text unique not null, karma int not null default 0);
create table public.communities (id uuid primary key default gen_random_uuid(), slug text unique not null, private boolean not null default false, creator_id uuid not null default auth.uid() references public.profiles(id));
create table public.subscriptions (community_id uuid not null references public.communities(id) on delete cascade, user_id uuid not null references public.profiles(id) on delete cascade, approved boolean not null default false, primary key (community_id, user_id));
create table public.posts (id uuid primary key default gen_random_uuid(), community_id uuid not null references public.communities(id) on delete cascade, author_id uuid not null default auth.uid() references public.profiles(id), title text not null, score int not null default 0);
create table public.votes (post_id uuid not null references public.posts(id) on delete cascade, user_id uuid not null default auth.uid() references public.profiles(id), value smallint not null check (value in (-1, 1)), primary key (post_id, user_id));
create function public.can_read(c uuid) returns boolean language sql stable security definer set search_path = '' as
$$ select exists (select 1 from public.communities x where x.id = c and (not x.private or x.creator_id = auth.uid()))
   or exists (select 1 from public.subscriptions s where s.community_id = c and s.user_id = auth.uid() and s.approved) $$;
create function public.moderates(c uuid) returns boolean language sql stable security definer set search_path = '' as
$$ select exists (select 1 from public.communities where id = c and creator_id = auth.uid()) $$;
create function public.post_readable(p uuid) returns boolean language sql stable security definer set search_path = '' as
$$ select exists (select 1 from public.posts x where x.id = p and public.can_read(x.community_id)) $$;
alter table public.profiles enable row level security;
alter table public.communities enable row level security;
alter table public.subscriptions enable row level security;
alter table public.posts enable row level security;
alter table public.votes enable row level security;
create policy a on public.profiles for select using (true);
create policy b on public.profiles for update to authenticated using (id = auth.uid()) with check (id = auth.uid());
revoke insert, update on public.profiles from anon, authenticated;
grant update (name) on public.profiles to authenticated;
create policy a on public.communities for select using (not private or creator_id = auth.uid() or public.can_read(id));
create policy b on public.communities for insert to authenticated with check (creator_id = auth.uid());
create policy c on public.communities for update to authenticated using (creator_id = auth.uid()) with check (creator_id = auth.uid());
create policy a on public.subscriptions for select to authenticated using (user_id = auth.uid() or public.moderates(community_id));
create policy b on public.subscriptions for insert to authenticated with check (user_id = auth.uid() and not approved);
create policy c on public.subscriptions for update to authenticated using (public.moderates(community_id)) with check (public.moderates(community_id));
revoke update on public.subscriptions from anon, authenticated;
grant update (approved) on public.subscriptions to authenticated;
create policy d on public.subscriptions for delete to authenticated using (user_id = auth.uid() or public.moderates(community_id));
create policy a on public.posts for select using (public.can_read(community_id));
create policy b on public.posts for insert to authenticated with check (author_id = auth.uid() and public.can_read(community_id) and score = 0);
create policy c on public.posts for delete to authenticated using (author_id = auth.uid() or public.moderates(community_id));
create policy a on public.votes for select to authenticated using (user_id = auth.uid());
create policy b on public.votes for insert to authenticated with check (user_id = auth.uid() and public.post_readable(post_id));
create policy c on public.votes for delete to authenticated using (user_id = auth.uid());
create function public.score_vote() returns trigger language plpgsql security definer set search_path = '' as $$
declare p uuid := coalesce(new.post_id, old.post_id); d int := coalesce(new.value, 0) - coalesce(old.value, 0);
begin
  update public.posts set score = score + d where id = p;
  update public.profiles set karma = karma + d where id = (select author_id from public.posts where id = p);
  return coalesce(new, old);
end $$;
create trigger score after insert or delete on public.votes for each row execute function public.score_vote();
