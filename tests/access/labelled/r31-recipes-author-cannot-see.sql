-- A cookbook whose readers come without signing in: the SELECT policy was given to anon. Signed-in authors see nothing of their own, and so their UPDATE and DELETE policies find nothing.
-- expect: error|warning dead dishes authenticated
-- also: dead dishes
create table public.cuisines (id smallint primary key, name text not null unique);
create table public.dishes (
  id uuid primary key default gen_random_uuid(),
  author_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  cuisine_id smallint references public.cuisines (id),
  name text not null,
  steps text[] not null default '{}',
  serves smallint not null default 4 check (serves between 1 and 40)
);
alter table public.cuisines enable row level security;
alter table public.dishes enable row level security;
create policy "cuisines for all" on public.cuisines for select using (true);
create policy "dishes for readers" on public.dishes for select to anon using (true);
create policy "authors add" on public.dishes for insert to authenticated with check (author_id = (select auth.uid()));
create policy "authors edit" on public.dishes for update to authenticated using (author_id = (select auth.uid())) with check (author_id = (select auth.uid()));
create policy "authors delete" on public.dishes for delete to authenticated using (author_id = (select auth.uid()));
