-- A podcast importer: "service role manages runs" is written without TO, so that it holds for everybody.
-- expect: error|warning exposure|tampering|bypass|forgery import_runs
-- also: exposure|tampering|bypass|forgery|escalation import_runs
create table public.feeds (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  url text not null check (url like 'https://%'),
  title text
);
create table public.import_runs (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users (id) on delete cascade,
  feed_id uuid not null references public.feeds (id) on delete cascade,
  status text not null default 'queued' check (status in ('queued', 'running', 'failed', 'done')),
  error text,
  auth_header text,
  started_at timestamptz
);
alter table public.feeds enable row level security;
alter table public.import_runs enable row level security;
create policy "Users manage own feeds" on public.feeds for all to authenticated using (auth.uid() = user_id) with check (auth.uid() = user_id);
create policy "Users can view own runs" on public.import_runs for select to authenticated using (auth.uid() = user_id);
create policy "Service role manages runs" on public.import_runs for all using (true) with check (true);
