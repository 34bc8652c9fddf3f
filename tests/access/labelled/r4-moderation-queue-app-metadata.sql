-- Reports on posts: anyone signed in reports, moderators are told by app_metadata and hide posts.
-- clean
create table public.posts (
  id uuid primary key default gen_random_uuid(),
  author_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  body text not null,
  hidden boolean not null default false,
  created_at timestamptz not null default now()
);
create table public.post_reports (
  id uuid primary key default gen_random_uuid(),
  post_id uuid not null references public.posts(id) on delete cascade,
  reporter_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  reason text not null check (reason in ('spam', 'abuse', 'other')),
  resolved_at timestamptz,
  unique (post_id, reporter_id)
);
create or replace function public.is_moderator() returns boolean language sql stable set search_path = '' as $$
  select coalesce((select auth.jwt()) -> 'app_metadata' ->> 'role', '') in ('moderator', 'admin');
$$;
create or replace function public.keep_hidden() returns trigger language plpgsql set search_path = '' as $$
begin
  if new.hidden is distinct from old.hidden and not public.is_moderator() then
    raise exception 'only moderators hide posts';
  end if;
  new.author_id := old.author_id;
  return new;
end $$;
create trigger keep_hidden before update on public.posts for each row execute function public.keep_hidden();
alter table public.posts enable row level security;
alter table public.post_reports enable row level security;
create policy "visible" on public.posts for select using (not hidden or author_id = (select auth.uid()) or public.is_moderator());
create policy "write" on public.posts for insert to authenticated with check (author_id = (select auth.uid()) and not hidden);
create policy "edit" on public.posts for update to authenticated
  using (author_id = (select auth.uid()) or public.is_moderator())
  with check (author_id = (select auth.uid()) or public.is_moderator());
create policy "report" on public.post_reports for insert to authenticated with check (reporter_id = (select auth.uid()) and resolved_at is null);
create policy "see own or moderate" on public.post_reports for select to authenticated using (reporter_id = (select auth.uid()) or public.is_moderator());
create policy "resolve" on public.post_reports for update to authenticated using (public.is_moderator()) with check (public.is_moderator());
