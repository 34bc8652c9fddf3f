-- Posts with drafts, categories, tags; comments on published posts only.
-- clean
create table authors (id uuid primary key references auth.users on delete cascade, pen_name text not null, about text);
create table categories (id serial primary key, slug text unique not null, name text not null);
create table posts (
  id bigint generated always as identity primary key,
  author_id uuid not null references authors(id) on delete cascade,
  category_id int references categories(id),
  slug text unique not null check (slug ~ '^[a-z0-9-]+$'),
  title text not null,
  body text not null default '',
  published_at timestamptz
);
create table tags (post_id bigint references posts on delete cascade, tag text not null, primary key (post_id, tag));
create table comments (
  id bigint generated always as identity primary key,
  post_id bigint not null references posts on delete cascade,
  user_id uuid not null references auth.users on delete cascade,
  body text not null,
  created_at timestamptz not null default now()
);
alter table authors enable row level security;
alter table categories enable row level security;
alter table posts enable row level security;
alter table tags enable row level security;
alter table comments enable row level security;
create policy "public" on authors for select using (true);
create policy "self" on authors for insert to authenticated with check (id = auth.uid());
create policy "self edit" on authors for update to authenticated using (id = auth.uid()) with check (id = auth.uid());
create policy "public" on categories for select using (true);
create policy "published or own" on posts for select using ((published_at is not null and published_at <= now()) or author_id = auth.uid());
create policy "write" on posts for insert to authenticated with check (author_id = auth.uid());
create policy "edit" on posts for update to authenticated using (author_id = auth.uid()) with check (author_id = auth.uid());
create policy "remove" on posts for delete to authenticated using (author_id = auth.uid());
create policy "tags follow posts" on tags for select using (exists (select 1 from posts p where p.id = post_id));
create policy "tag own posts" on tags for insert to authenticated with check (
  exists (select 1 from posts p where p.id = post_id and p.author_id = auth.uid()));
create policy "untag own posts" on tags for delete to authenticated using (
  exists (select 1 from posts p where p.id = post_id and p.author_id = auth.uid()));
create policy "comments follow posts" on comments for select using (exists (select 1 from posts p where p.id = post_id));
create policy "comment" on comments for insert to authenticated with check (
  user_id = auth.uid() and exists (select 1 from posts p where p.id = post_id and p.published_at <= now()));
create policy "delete own or on own post" on comments for delete to authenticated using (
  user_id = auth.uid() or exists (select 1 from posts p where p.id = post_id and p.author_id = auth.uid()));
