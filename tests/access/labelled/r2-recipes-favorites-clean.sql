-- Recipe site: public recipes, private notes, collections shared by slug.
-- clean
create table public.recipes (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users(id) on delete cascade,
  title text not null,
  ingredients jsonb not null default '[]'::jsonb,
  servings int default 4 check (servings between 1 and 50),
  is_public boolean not null default false,
  created_at timestamptz default now()
);
create table public.recipe_notes (
  recipe_id uuid references public.recipes(id) on delete cascade,
  user_id uuid references auth.users(id) on delete cascade,
  note text not null,
  primary key (recipe_id, user_id)
);
create table public.favorites (
  user_id uuid default auth.uid() references auth.users(id) on delete cascade,
  recipe_id uuid references public.recipes(id) on delete cascade,
  added_at timestamptz default now(),
  primary key (user_id, recipe_id)
);
alter table public.recipes enable row level security;
alter table public.recipe_notes enable row level security;
alter table public.favorites enable row level security;
create policy "view" on public.recipes for select using (is_public or (select auth.uid()) = user_id);
create policy "add" on public.recipes for insert to authenticated with check ((select auth.uid()) = user_id);
create policy "change" on public.recipes for update to authenticated using ((select auth.uid()) = user_id) with check ((select auth.uid()) = user_id);
create policy "drop" on public.recipes for delete to authenticated using ((select auth.uid()) = user_id);
create policy "own notes" on public.recipe_notes for all to authenticated using ((select auth.uid()) = user_id)
  with check ((select auth.uid()) = user_id and exists (select 1 from public.recipes r where r.id = recipe_id));
create policy "own favorites" on public.favorites for all to authenticated using ((select auth.uid()) = user_id) with check ((select auth.uid()) = user_id);
create or replace view public.popular_recipes with (security_invoker = true) as
  select r.id, r.title, count(f.user_id) as likes from public.recipes r left join public.favorites f on f.recipe_id = r.id
  where r.is_public group by r.id;
