-- The same as a definer function that only counts.
-- clean
create table articles (
  id uuid primary key default gen_random_uuid(),
  author_id uuid not null references auth.users on delete cascade,
  title text not null,
  views int not null default 0
);
alter table articles enable row level security;
create policy "public" on articles for select using (true);
create policy "authors write" on articles for insert to authenticated with check (author_id = auth.uid());
create policy "authors edit" on articles for update to authenticated using (author_id = auth.uid()) with check (author_id = auth.uid());
create or replace function increment_views(article uuid) returns void language sql security definer set search_path = '' as $$
  update public.articles set views = views + 1 where id = article;
$$;
grant execute on function increment_views(uuid) to anon, authenticated;
