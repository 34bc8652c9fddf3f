-- Magazine: the reader's click calls increment_views, which runs as the reader, who may update nobody's article.
-- expect: error|warning|review dead increment_views|articles
-- also: dead increment_views|articles
create table public.authors (
  id uuid primary key references auth.users(id) on delete cascade,
  display_name text not null
);
create table public.articles (
  id uuid primary key default gen_random_uuid(),
  author_id uuid not null references public.authors(id) on delete cascade,
  slug text not null unique,
  title text not null,
  view_count integer not null default 0,
  published_at timestamptz
);
create table public.bookmarks (
  user_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  article_id uuid not null references public.articles(id) on delete cascade,
  primary key (user_id, article_id)
);
alter table public.authors enable row level security;
alter table public.articles enable row level security;
alter table public.bookmarks enable row level security;
create policy authors_public on public.authors for select using (true);
create policy authors_self on public.authors for update to authenticated using (id = (select auth.uid()));
create policy articles_public on public.articles for select using (published_at is not null or author_id = (select auth.uid()));
create policy articles_insert on public.articles for insert to authenticated with check (author_id = (select auth.uid()));
create policy articles_update on public.articles for update to authenticated using (author_id = (select auth.uid()));
create policy bookmarks_own on public.bookmarks for all to authenticated using (user_id = (select auth.uid()));
create function public.increment_views(article_slug text) returns void language plpgsql as $$
begin
  update public.articles set view_count = view_count + 1 where slug = article_slug;
end $$;
grant execute on function public.increment_views(text) to anon, authenticated;
