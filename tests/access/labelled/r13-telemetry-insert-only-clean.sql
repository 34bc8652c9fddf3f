-- Anyone reports a page view, nobody reads them; the signed-in may name themselves and nobody else.
-- clean

create table public.page_views (
  id bigint generated always as identity primary key,
  viewer_id uuid references auth.users (id),
  path text not null check (path like '/%' and length(path) < 200),
  at timestamptz not null default now()
);
create table public.daily_views (day date not null, path text not null, views int not null, primary key (day, path));
alter table public.page_views enable row level security;
alter table public.daily_views enable row level security;
revoke all on public.page_views from anon, authenticated;
grant insert (viewer_id, path) on public.page_views to anon, authenticated;
create policy "report" on public.page_views for insert with check (viewer_id is null or viewer_id = (select auth.uid()));
create policy "totals are public" on public.daily_views for select using (true);
