-- A newsroom: who may delete; `and` binds tighter than `or`, so any signed-in user deletes rejected articles of others.
-- expect: error|warning tampering articles authenticated
-- also: bypass article_tags
create type public.article_status as enum ('draft', 'submitted', 'rejected', 'published');
create table public.authors (
  id uuid primary key references auth.users (id) on delete cascade,
  pen_name text not null unique,
  bio text
);
create table public.articles (
  id uuid primary key default gen_random_uuid(),
  author_id uuid not null references public.authors (id) on delete cascade,
  title text not null,
  body text not null default '',
  status public.article_status not null default 'draft',
  published_at timestamptz
);
create table public.article_tags (
  article_id uuid not null references public.articles (id) on delete cascade,
  tag text not null check (tag ~ '^[a-z0-9-]+$'),
  primary key (article_id, tag)
);
alter table public.authors enable row level security;
alter table public.articles enable row level security;
alter table public.article_tags enable row level security;
create policy authors_read on public.authors for select using (true);
create policy authors_join on public.authors for insert to authenticated with check (id = auth.uid());
create policy authors_edit on public.authors for update to authenticated using (id = auth.uid()) with check (id = auth.uid());
create policy articles_read on public.articles for select
  using (status in ('published', 'rejected') or author_id = auth.uid());
create policy articles_write on public.articles for insert to authenticated
  with check (author_id = auth.uid() and status in ('draft', 'submitted'));
create policy articles_edit on public.articles for update to authenticated
  using (author_id = auth.uid() and status = 'draft')
  with check (author_id = auth.uid() and status in ('draft', 'submitted'));
create policy articles_drop on public.articles for delete to authenticated
  using (author_id = auth.uid() and status = 'draft' or status = 'rejected');
create policy tags_read on public.article_tags for select
  using (exists (select 1 from public.articles a where a.id = article_id));
create policy tags_write on public.article_tags for insert to authenticated
  with check (exists (select 1 from public.articles a where a.id = article_id and a.author_id = auth.uid()));
create policy tags_drop on public.article_tags for delete to authenticated
  using (exists (select 1 from public.articles a where a.id = article_id and a.author_id = auth.uid()));
