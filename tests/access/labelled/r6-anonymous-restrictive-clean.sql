-- clean
-- Anonymous sign-ins keep a wish list and may not comment: restrictive this time.
create table wishlists (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users on delete cascade,
  name text not null
);
create table product_comments (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid() references auth.users on delete cascade,
  product text not null,
  body text not null check (length(body) < 1000)
);
alter table wishlists enable row level security;
alter table product_comments enable row level security;
create policy "own lists" on wishlists for all to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy "comments are public" on product_comments for select using (true);
create policy "comment" on product_comments for insert to authenticated with check (user_id = (select auth.uid()));
create policy "edit" on product_comments for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy "delete" on product_comments for delete to authenticated using (user_id = (select auth.uid()));
create policy "no anonymous comments" on product_comments as restrictive for insert to authenticated
  with check ((select (auth.jwt() ->> 'is_anonymous')::boolean) is not true);
