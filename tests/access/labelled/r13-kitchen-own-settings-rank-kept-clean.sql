-- The same, with a check that the rank is the one that the caller has, and a row that stays in its kitchen.
-- clean

create table public.kitchens (
  id uuid primary key default gen_random_uuid(),
  name text not null
);
create table public.kitchen_staff (
  kitchen_id uuid not null references public.kitchens (id),
  user_id uuid not null references auth.users (id),
  rank text not null default 'cook' check (rank in ('cook', 'chef')),
  wants_mail boolean not null default true,
  primary key (kitchen_id, user_id)
);
create table public.recipes (
  id uuid primary key default gen_random_uuid(),
  kitchen_id uuid not null references public.kitchens (id),
  title text not null,
  secret_sauce text
);
create function public.rank_in(k uuid) returns text language sql stable security definer set search_path = '' as
  $$ select s.rank from public.kitchen_staff s where s.kitchen_id = k and s.user_id = auth.uid() $$;
alter table public.kitchens enable row level security;
alter table public.kitchen_staff enable row level security;
alter table public.recipes enable row level security;
create policy "kitchens" on public.kitchens for select to authenticated using (public.rank_in(id) is not null);
create policy "staff" on public.kitchen_staff for select to authenticated using (public.rank_in(kitchen_id) is not null);
create policy "own settings" on public.kitchen_staff for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()) and rank = public.rank_in(kitchen_id));
create policy "chefs read recipes" on public.recipes for select to authenticated using (public.rank_in(kitchen_id) = 'chef');
create policy "chefs write recipes" on public.recipes for insert to authenticated with check (public.rank_in(kitchen_id) = 'chef');
create policy "chefs change recipes" on public.recipes for update to authenticated
  using (public.rank_in(kitchen_id) = 'chef') with check (public.rank_in(kitchen_id) = 'chef');
