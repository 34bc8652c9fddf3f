-- As it should be.
-- clean
-- household: shopping lists, meal plans
create table public.households (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  invite_code text not null unique default substr(md5(gen_random_uuid()::text), 1, 12)
);
create table public.people (
  id uuid primary key references auth.users(id) on delete cascade,
  household_id uuid references public.households(id) on delete set null,
  nickname text not null default '',
  allergies text[] not null default '{}'
);
create table public.meals (
  id uuid primary key default gen_random_uuid(),
  household_id uuid not null references public.households(id) on delete cascade,
  day date not null,
  dish text not null,
  cook_id uuid references public.people(id) on delete set null,
  unique (household_id, day)
);
create table public.shopping_items (
  id uuid primary key default gen_random_uuid(),
  household_id uuid not null references public.households(id) on delete cascade,
  added_by uuid not null default auth.uid() references public.people(id) on delete cascade,
  label text not null,
  amount numeric(8,2) check (amount > 0),
  bought boolean not null default false
);
create table public.diary (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null default auth.uid() references public.people(id) on delete cascade,
  on_day date not null default current_date,
  calories int check (calories between 0 and 20000),
  private_note text
);
create table public.recipes (
  id uuid primary key default gen_random_uuid(),
  author_id uuid not null default auth.uid() references public.people(id) on delete cascade,
  title text not null,
  steps text not null,
  shared boolean not null default false
);
create function public.my_household() returns uuid language sql stable security definer set search_path = '' as
  $$ select household_id from public.people where id = (select auth.uid()) $$;
create function public.handle_new_user() returns trigger language plpgsql security definer set search_path = '' as $$
begin insert into public.people (id, nickname) values (new.id, coalesce(new.raw_user_meta_data->>'name','')); return new; end $$;
create trigger on_auth_user_created after insert on auth.users for each row execute function public.handle_new_user();
alter table public.households enable row level security;
alter table public.people enable row level security;
alter table public.meals enable row level security;
alter table public.shopping_items enable row level security;
alter table public.diary enable row level security;
alter table public.recipes enable row level security;
create policy "my household" on public.households for select to authenticated using (id = public.my_household());
create policy "rename my household" on public.households for update to authenticated using (id = public.my_household()) with check (id = public.my_household());
revoke update on public.households from anon, authenticated;
grant update (name) on public.households to authenticated;
create policy "people of my household" on public.people for select to authenticated using (id = auth.uid() or household_id = public.my_household());
create policy "change me" on public.people for update to authenticated using (id = auth.uid()) with check (id = auth.uid());
revoke update on public.people from anon, authenticated;
grant update (nickname, allergies) on public.people to authenticated;
create policy "meals" on public.meals for all to authenticated using (household_id = public.my_household()) with check (household_id = public.my_household());
create policy "see the list" on public.shopping_items for select to authenticated using (household_id = public.my_household());
create policy "add to the list" on public.shopping_items for insert to authenticated with check (household_id = public.my_household() and added_by = auth.uid());
create policy "tick off" on public.shopping_items for update to authenticated using (household_id = public.my_household()) with check (household_id = public.my_household());
revoke update on public.shopping_items from anon, authenticated;
grant update (bought, amount) on public.shopping_items to authenticated;
create policy "strike" on public.shopping_items for delete to authenticated using (household_id = public.my_household());
create policy "my diary" on public.diary for all to authenticated using (person_id = auth.uid()) with check (person_id = auth.uid());
create policy "recipes" on public.recipes for select using (shared or author_id = auth.uid());
create policy "write recipes" on public.recipes for insert to authenticated with check (author_id = auth.uid());
create policy "change own recipes" on public.recipes for update to authenticated using (author_id = auth.uid()) with check (author_id = auth.uid());
create policy "delete own recipes" on public.recipes for delete to authenticated using (author_id = auth.uid());
create function public.create_household(p_name text) returns uuid language plpgsql security definer set search_path = '' as $$
declare v uuid;
begin
  if auth.uid() is null then raise exception 'sign in first' using errcode = '42501'; end if;
  if public.my_household() is not null then raise exception 'leave your household first'; end if;
  insert into public.households (name) values (p_name) returning id into v;
  update public.people set household_id = v where id = auth.uid();
  return v;
end $$;
create function public.join_household(p_code text) returns uuid language plpgsql security definer set search_path = '' as $$
declare v uuid;
begin
  select id into v from public.households where invite_code = p_code;
  if v is null or auth.uid() is null then raise exception 'unknown code'; end if;
  update public.people set household_id = v where id = auth.uid();
  return v;
end $$;
create function public.leave_household() returns void language sql security definer set search_path = '' as
  $$ update public.people set household_id = null where id = auth.uid() $$;
create view public.week_menu with (security_invoker = true) as select day, dish from public.meals where day between current_date and current_date + 6;
