-- search_posts is a definer function that forgets the draft condition.
-- expect: error bypass search_posts anon
create table posts (
  id bigint generated always as identity primary key,
  author_id uuid not null references auth.users on delete cascade,
  title text not null,
  body text not null default '',
  status text not null default 'draft' check (status in ('draft', 'published', 'archived')),
  search tsvector generated always as (to_tsvector('english', title || ' ' || body)) stored
);
create index on posts using gin (search);
alter table posts enable row level security;
create policy "published or own" on posts for select using (status = 'published' or author_id = auth.uid());
create policy "write" on posts for insert to authenticated with check (author_id = auth.uid());
create policy "edit" on posts for update to authenticated using (author_id = auth.uid()) with check (author_id = auth.uid());
create or replace function search_posts(query text) returns setof posts language sql stable security definer set search_path = public as $$
  select * from posts where search @@ websearch_to_tsquery('english', query) or title ilike '%' || query || '%'
  order by id desc limit 50;
$$;
