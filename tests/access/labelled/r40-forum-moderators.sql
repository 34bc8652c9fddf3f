-- A forum: moderators hide and delete the posts of others; only the service role hands out roles.
-- clean
create type public.forum_role as enum ('moderator', 'admin');
create table public.user_roles (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users(id) on delete cascade,
  role public.forum_role not null,
  unique (user_id, role)
);
create table public.threads (
  id uuid primary key default gen_random_uuid(),
  author_id uuid not null references auth.users(id) on delete cascade,
  title text not null check (length(title) between 5 and 200),
  locked boolean not null default false
);
create table public.posts (
  id uuid primary key default gen_random_uuid(),
  thread_id uuid not null references public.threads(id) on delete cascade,
  author_id uuid not null references auth.users(id) on delete cascade,
  body text not null,
  hidden boolean not null default false
);
create or replace function public.has_role(_user_id uuid, _role public.forum_role) returns boolean
language sql stable security definer set search_path = public as $$
  select exists (select 1 from public.user_roles where user_id = _user_id and role = _role)
$$;
alter table public.user_roles enable row level security;
alter table public.threads enable row level security;
alter table public.posts enable row level security;
create policy "Users see own roles" on public.user_roles for select to authenticated using (user_id = auth.uid());
create policy "Threads are public" on public.threads for select using (true);
create policy "Start a thread" on public.threads for insert to authenticated with check (author_id = auth.uid() and not locked);
create policy "Moderators lock threads" on public.threads for update to authenticated
  using (public.has_role(auth.uid(), 'moderator')) with check (public.has_role(auth.uid(), 'moderator'));
revoke update on public.threads from anon, authenticated;
grant update (locked, title) on public.threads to authenticated;
create policy "Visible posts" on public.posts for select
  using (not hidden or author_id = auth.uid() or public.has_role(auth.uid(), 'moderator'));
create policy "Reply to open threads" on public.posts for insert to authenticated
  with check (author_id = auth.uid() and not hidden
    and exists (select 1 from public.threads t where t.id = thread_id and not t.locked));
create policy "Moderators hide posts" on public.posts for update to authenticated
  using (public.has_role(auth.uid(), 'moderator')) with check (public.has_role(auth.uid(), 'moderator'));
create policy "Delete own or as moderator" on public.posts for delete to authenticated
  using (author_id = auth.uid() or public.has_role(auth.uid(), 'moderator'));
revoke update on public.posts from anon, authenticated;
grant update (hidden) on public.posts to authenticated;
