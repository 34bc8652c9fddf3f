-- Forum moderated by a role table that only admins write; banned users can't post.
-- clean
create type public.forum_role as enum ('admin','moderator');
create table public.user_roles (user_id uuid not null references auth.users(id) on delete cascade, role public.forum_role not null, primary key (user_id, role));
create table public.bans (user_id uuid primary key references auth.users(id) on delete cascade, reason text, until timestamptz);
create table public.threads (
  id bigint generated always as identity primary key, author_id uuid not null default auth.uid() references auth.users(id),
  title text not null, locked boolean not null default false, pinned boolean not null default false
);
create table public.replies (
  id bigint generated always as identity primary key, thread_id bigint not null references public.threads(id) on delete cascade,
  author_id uuid not null default auth.uid() references auth.users(id), body text not null, hidden boolean not null default false
);
create function public.has_role(r public.forum_role) returns boolean language sql stable security definer set search_path = '' as
$$ select exists (select 1 from public.user_roles ur where ur.user_id = auth.uid() and ur.role = r) $$;
create function public.is_banned() returns boolean language sql stable security definer set search_path = '' as
$$ select exists (select 1 from public.bans b where b.user_id = auth.uid() and (b.until is null or b.until > now())) $$;
create function public.is_locked(t bigint) returns boolean language sql stable security definer set search_path = '' as
$$ select coalesce((select locked from public.threads where id = t), true) $$;
alter table public.user_roles enable row level security;
alter table public.bans enable row level security;
alter table public.threads enable row level security;
alter table public.replies enable row level security;
create policy roles_own on public.user_roles for select to authenticated using (user_id = auth.uid() or public.has_role('admin'));
create policy roles_admin_insert on public.user_roles for insert to authenticated with check (public.has_role('admin'));
create policy roles_admin_delete on public.user_roles for delete to authenticated using (public.has_role('admin'));
create policy bans_own on public.bans for select to authenticated using (user_id = auth.uid() or public.has_role('moderator') or public.has_role('admin'));
create policy bans_mod on public.bans for all to authenticated using (public.has_role('moderator') or public.has_role('admin')) with check (public.has_role('moderator') or public.has_role('admin'));
create policy threads_read on public.threads for select using (true);
create policy threads_new on public.threads for insert to authenticated with check (author_id = auth.uid() and not locked and not pinned and not public.is_banned());
create policy threads_mod on public.threads for update to authenticated using (public.has_role('moderator') or public.has_role('admin')) with check (public.has_role('moderator') or public.has_role('admin'));
create policy threads_del on public.threads for delete to authenticated using (public.has_role('admin'));
create policy replies_read on public.replies for select using (not hidden or author_id = auth.uid() or public.has_role('moderator'));
create policy replies_new on public.replies for insert to authenticated with check (author_id = auth.uid() and not hidden and not public.is_banned() and not public.is_locked(thread_id));
create policy replies_mod on public.replies for update to authenticated using (public.has_role('moderator')) with check (public.has_role('moderator'));
create policy replies_del on public.replies for delete to authenticated using (author_id = auth.uid() or public.has_role('moderator'));
