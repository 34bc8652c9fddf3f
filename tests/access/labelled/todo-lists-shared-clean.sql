-- Lists shared with others by a lists_users table; no recursion because the helper is a definer.
-- clean
create table lists (id uuid primary key default gen_random_uuid(), owner uuid not null default auth.uid() references auth.users, name text not null);
create table list_users (list_id uuid references lists on delete cascade, user_id uuid references auth.users on delete cascade, primary key (list_id, user_id));
create table items (
  id uuid primary key default gen_random_uuid(),
  list_id uuid not null references lists on delete cascade,
  text text not null,
  checked_by uuid references auth.users
);
create function my_lists() returns setof uuid language sql stable security definer set search_path = '' as $$
  select id from public.lists where owner = auth.uid()
  union
  select list_id from public.list_users where user_id = auth.uid()
$$;
create function my_owned_lists() returns setof uuid language sql stable security definer set search_path = '' as $$
  select id from public.lists where owner = auth.uid()
$$;
alter table lists enable row level security;
alter table list_users enable row level security;
alter table items enable row level security;
create policy l_r on lists for select to authenticated using (owner = auth.uid() or id in (select my_lists()));
create policy l_i on lists for insert to authenticated with check (owner = auth.uid());
create policy l_u on lists for update to authenticated using (owner = auth.uid()) with check (owner = auth.uid());
create policy l_d on lists for delete to authenticated using (owner = auth.uid());
create policy lu_r on list_users for select to authenticated using (list_id in (select my_lists()));
create policy lu_i on list_users for insert to authenticated with check (list_id in (select my_owned_lists()));
create policy lu_d on list_users for delete to authenticated using (user_id = auth.uid() or list_id in (select my_owned_lists()));
create policy i_all on items for all to authenticated using (list_id in (select my_lists())) with check (list_id in (select my_lists()));
