-- popular_recipes without security_invoker and without the filter shows titles of private recipes.
-- expect: error bypass popular_recipes anon
create table public.recipes (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users(id) on delete cascade,
  title text not null,
  is_public boolean not null default false
);
create table public.favorites (
  user_id uuid default auth.uid() references auth.users(id) on delete cascade,
  recipe_id uuid references public.recipes(id) on delete cascade,
  primary key (user_id, recipe_id)
);
alter table public.recipes enable row level security;
alter table public.favorites enable row level security;
create policy "view" on public.recipes for select using (is_public or (select auth.uid()) = user_id);
create policy "add" on public.recipes for insert to authenticated with check ((select auth.uid()) = user_id);
create policy "own favorites" on public.favorites for all to authenticated using ((select auth.uid()) = user_id) with check ((select auth.uid()) = user_id);
create view public.popular_recipes as
  select r.id, r.title, count(f.user_id) as likes from public.recipes r left join public.favorites f on f.recipe_id = r.id group by r.id;
