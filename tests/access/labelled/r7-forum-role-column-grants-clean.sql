-- Forum: users update their own profile, but only two columns are granted; role stays out of reach though the policy does not mention it.
-- clean
create table public.profiles (
  id uuid primary key references auth.users(id) on delete cascade,
  nickname text not null default 'newcomer',
  about text,
  role text not null default 'user' check (role in ('user', 'moderator'))
);
create table public.topics (
  id bigint generated always as identity primary key,
  author_id uuid not null references public.profiles(id) on delete cascade,
  title text not null,
  locked boolean not null default false
);
create table public.replies (
  id bigint generated always as identity primary key,
  topic_id bigint not null references public.topics(id) on delete cascade,
  author_id uuid not null references public.profiles(id) on delete cascade,
  body text not null,
  hidden boolean not null default false
);
create function public.is_moderator() returns boolean language sql stable security definer set search_path = '' as
$$ select exists (select 1 from public.profiles where id = (select auth.uid()) and role = 'moderator') $$;
create function public.handle_new_user() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.profiles (id) values (new.id) on conflict (id) do nothing;
  return new;
end $$;
create trigger on_auth_user_created after insert on auth.users for each row execute function public.handle_new_user();
revoke insert, update, delete on public.profiles from anon, authenticated;
grant update (nickname, about) on public.profiles to authenticated;
revoke update on public.replies, public.topics from anon, authenticated;
grant update (hidden) on public.replies to authenticated;
grant update (locked) on public.topics to authenticated;
alter table public.profiles enable row level security;
alter table public.topics enable row level security;
alter table public.replies enable row level security;
create policy profiles_read on public.profiles for select using (true);
create policy profiles_update on public.profiles for update to authenticated using (id = (select auth.uid()));
create policy topics_read on public.topics for select using (true);
create policy topics_create on public.topics for insert to authenticated with check (author_id = (select auth.uid()) and not locked);
create policy topics_lock on public.topics for update to authenticated using (public.is_moderator());
create policy replies_read on public.replies for select using (not hidden or public.is_moderator());
create policy replies_create on public.replies for insert to authenticated
  with check (author_id = (select auth.uid()) and not hidden and exists (select 1 from public.topics t where t.id = topic_id and not t.locked));
create policy replies_moderate on public.replies for update to authenticated using (public.is_moderator()) with check (public.is_moderator());
create policy replies_delete on public.replies for delete to authenticated using (author_id = (select auth.uid()) or public.is_moderator());
