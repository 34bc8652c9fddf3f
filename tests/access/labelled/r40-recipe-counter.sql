-- Recipes. record_view() counts for everybody, but runs as the caller, and only the cook may update a recipe.
-- expect: error|warning|review dead record_view|recipes authenticated
create table public.profiles (
  id uuid primary key references auth.users(id) on delete cascade,
  username text unique check (username ~ '^[a-z0-9_]{3,20}$')
);
create table public.recipes (
  id uuid primary key default gen_random_uuid(),
  cook_id uuid not null references auth.users(id) on delete cascade,
  title text not null,
  steps text[] not null default '{}',
  published boolean not null default false,
  view_count int not null default 0
);
create table public.ratings (
  recipe_id uuid references public.recipes(id) on delete cascade,
  user_id uuid references auth.users(id) on delete cascade,
  stars int not null check (stars between 1 and 5),
  primary key (recipe_id, user_id)
);
alter table public.profiles enable row level security;
alter table public.recipes enable row level security;
alter table public.ratings enable row level security;
create policy "Profiles are viewable by everyone" on public.profiles for select using (true);
create policy "Users can update own profile" on public.profiles for update using (auth.uid() = id) with check (auth.uid() = id);
create policy "Published recipes are viewable by everyone" on public.recipes for select using (published or auth.uid() = cook_id);
create policy "Cooks can insert recipes" on public.recipes for insert to authenticated with check (auth.uid() = cook_id);
create policy "Cooks can update recipes" on public.recipes for update to authenticated
  using (auth.uid() = cook_id) with check (auth.uid() = cook_id);
create policy "Cooks can delete recipes" on public.recipes for delete to authenticated using (auth.uid() = cook_id);
create policy "Ratings are public" on public.ratings for select using (true);
create policy "Users rate published recipes" on public.ratings for insert to authenticated
  with check (auth.uid() = user_id and exists (select 1 from public.recipes r where r.id = recipe_id and r.published));
create policy "Users change own rating" on public.ratings for update to authenticated
  using (auth.uid() = user_id) with check (auth.uid() = user_id
    and exists (select 1 from public.recipes r where r.id = recipe_id and r.published));
create or replace function public.handle_new_user() returns trigger
language plpgsql security definer set search_path = public as $$
begin
  insert into public.profiles (id) values (new.id) on conflict (id) do nothing;
  return new;
end $$;
create trigger on_auth_user_created after insert on auth.users for each row execute procedure public.handle_new_user();
-- called by the recipe page, for every visitor
create or replace function public.record_view(p_recipe uuid) returns void language plpgsql set search_path = public as $$
begin
  update public.recipes set view_count = view_count + 1 where id = p_recipe and published;
end $$;
grant execute on function public.record_view(uuid) to anon, authenticated;
