-- clean
-- A newsletter tool: policies TO service_role, public issues, one's own subscription; the unsubscribe link carries a secret.
create table public.issues (
  id uuid primary key default gen_random_uuid(),
  author_id uuid not null references auth.users(id),
  subject text not null,
  html text not null,
  sent_at timestamptz
);
create table public.subscribers (
  id uuid primary key default gen_random_uuid(),
  user_id uuid unique references auth.users(id) on delete set null,
  email text not null unique,
  unsubscribe_token uuid not null unique default gen_random_uuid(),
  active boolean not null default true
);
create table public.deliveries (
  issue_id uuid not null references public.issues(id) on delete cascade,
  subscriber_id uuid not null references public.subscribers(id) on delete cascade,
  opened_at timestamptz,
  primary key (issue_id, subscriber_id)
);
create table public.email_queue (
  id bigint generated always as identity primary key,
  payload jsonb not null,
  attempts int not null default 0
);
alter table public.issues enable row level security;
alter table public.subscribers enable row level security;
alter table public.deliveries enable row level security;
alter table public.email_queue enable row level security;
create policy "sent issues are public" on public.issues for select using (sent_at is not null);
create policy "authors see their drafts" on public.issues for select to authenticated using (author_id = auth.uid());
create policy "authors write" on public.issues for insert to authenticated with check (author_id = auth.uid() and sent_at is null);
create policy "authors edit drafts" on public.issues for update to authenticated
  using (author_id = auth.uid() and sent_at is null) with check (author_id = auth.uid() and sent_at is null);
create policy "service sends" on public.issues for all to service_role using (true) with check (true);
create policy "own subscription" on public.subscribers for select to authenticated using (user_id = auth.uid());
create policy "service keeps subscribers" on public.subscribers for all to service_role using (true) with check (true);
create policy "service keeps deliveries" on public.deliveries for all to service_role using (true) with check (true);
create policy "service works the queue" on public.email_queue for all using (auth.role() = 'service_role') with check (auth.role() = 'service_role');
create function public.unsubscribe(p_token uuid) returns boolean language plpgsql security definer set search_path = '' as $$
begin
  update public.subscribers set active = false where unsubscribe_token = p_token and active;
  return found;
end $$;
create function public.issue_stats(p_issue uuid) returns table (sent bigint, opened bigint) language plpgsql stable security definer set search_path = '' as $$
begin
  if not exists (select 1 from public.issues where id = p_issue and author_id = auth.uid()) then
    raise exception 'not your issue' using errcode = '42501';
  end if;
  return query select count(*), count(opened_at) from public.deliveries where issue_id = p_issue;
end $$;
