-- Anyone signed in may delete a category (it has no owner), and with it everybody's posts in it.
-- expect: error|warning tampering|bypass categories authenticated
-- also: tampering|bypass posts
create table public.categories (id uuid primary key default gen_random_uuid(), name text not null unique);
create table public.posts (
  id uuid primary key default gen_random_uuid(),
  category_id uuid not null references public.categories on delete cascade,
  author_id uuid not null default auth.uid() references auth.users,
  title text not null
);
alter table public.categories enable row level security;
alter table public.posts enable row level security;
create policy r on public.categories for select using (true);
create policy i on public.categories for insert to authenticated with check (true);
create policy d on public.categories for delete to authenticated using (true);
create policy r on public.posts for select using (true);
create policy i on public.posts for insert to authenticated with check (author_id = auth.uid());
create policy d on public.posts for delete to authenticated using (author_id = auth.uid());
