-- Recipes: the trigger that counts likes runs as the one who likes, whom the policy of recipes does not let update another's recipe.
-- expect: error|warning|review dead recipes|count_likes|likes|like_count authenticated
-- also: tampering recipes|like_count
create table public.recipes (
  id uuid primary key default gen_random_uuid(),
  cook uuid not null references auth.users (id) on delete cascade,
  title text not null,
  steps text[] not null default '{}',
  like_count integer not null default 0
);
create table public.likes (
  recipe_id uuid not null references public.recipes (id) on delete cascade,
  user_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  liked_at timestamptz not null default now(),
  primary key (recipe_id, user_id)
);
create function public.count_likes() returns trigger language plpgsql set search_path = '' as $$
begin
  if tg_op = 'INSERT' then
    update public.recipes set like_count = like_count + 1 where id = new.recipe_id;
  else
    update public.recipes set like_count = like_count - 1 where id = old.recipe_id;
  end if;
  return null;
end;
$$;
create trigger count_likes after insert or delete on public.likes for each row execute function public.count_likes();
alter table public.recipes enable row level security;
alter table public.likes enable row level security;
create policy recipes_read on public.recipes for select using (true);
create policy recipes_add on public.recipes for insert to authenticated with check (cook = auth.uid() and like_count = 0);
create policy recipes_edit on public.recipes for update to authenticated using (cook = auth.uid()) with check (cook = auth.uid());
create policy recipes_drop on public.recipes for delete to authenticated using (cook = auth.uid());
create policy likes_read on public.likes for select to authenticated using (user_id = auth.uid());
create policy likes_add on public.likes for insert to authenticated with check (user_id = auth.uid());
create policy likes_drop on public.likes for delete to authenticated using (user_id = auth.uid());
