-- clean
-- A forum: moderators by table, soft delete, counters by triggers of the owner, reports that only moderators read, bans by a restrictive policy.
create table public.moderators (user_id uuid primary key references auth.users(id) on delete cascade);
create table public.bans (user_id uuid primary key references auth.users(id) on delete cascade, until timestamptz not null);
create table public.threads (
  id uuid primary key default gen_random_uuid(),
  author_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  title text not null check (char_length(title) between 5 and 200),
  locked boolean not null default false,
  reply_count int not null default 0
);
create table public.replies (
  id uuid primary key default gen_random_uuid(),
  thread_id uuid not null references public.threads(id) on delete cascade,
  author_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  body text not null,
  deleted_at timestamptz
);
create table public.reports (
  id bigint generated always as identity primary key,
  reply_id uuid not null references public.replies(id) on delete cascade,
  reporter_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  reason text not null,
  unique (reply_id, reporter_id)
);
create function public.is_moderator() returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.moderators where user_id = (select auth.uid())) $$;
create function public.is_banned() returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.bans where user_id = (select auth.uid()) and until > now()) $$;
alter table public.moderators enable row level security;
alter table public.bans enable row level security;
alter table public.threads enable row level security;
alter table public.replies enable row level security;
alter table public.reports enable row level security;
create policy "am I a moderator" on public.moderators for select to authenticated using (user_id = auth.uid());
create policy "moderators ban" on public.bans for all to authenticated using (public.is_moderator()) with check (public.is_moderator());
create policy "threads" on public.threads for select using (true);
create policy "start" on public.threads for insert to authenticated with check (author_id = auth.uid() and not locked and reply_count = 0);
create policy "moderators change threads" on public.threads for update to authenticated using (public.is_moderator()) with check (public.is_moderator());
create policy "moderators delete threads" on public.threads for delete to authenticated using (public.is_moderator());
create policy "replies" on public.replies for select using (deleted_at is null or author_id = auth.uid() or public.is_moderator());
create policy "reply" on public.replies for insert to authenticated
  with check (author_id = auth.uid() and deleted_at is null and exists (select 1 from public.threads t where t.id = thread_id and not t.locked));
create policy "edit own reply" on public.replies for update to authenticated
  using (author_id = auth.uid() and deleted_at is null) with check (author_id = auth.uid());
create policy "moderators hide" on public.replies for update to authenticated using (public.is_moderator()) with check (public.is_moderator());
revoke update on public.replies from anon, authenticated;
grant update (body, deleted_at) on public.replies to authenticated;
create policy "the banned don't write" on public.replies as restrictive for insert to authenticated with check (not public.is_banned());
create policy "report" on public.reports for insert to authenticated with check (reporter_id = auth.uid());
create policy "moderators read reports" on public.reports for select to authenticated using (public.is_moderator());
create policy "moderators close reports" on public.reports for delete to authenticated using (public.is_moderator());
create function public.count_reply() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  update public.threads set reply_count = reply_count + 1 where id = new.thread_id;
  return new;
end $$;
create trigger replies_count after insert on public.replies for each row execute function public.count_reply();
