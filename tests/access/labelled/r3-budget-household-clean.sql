-- Households with an invite function that takes the household's join code, stored hashed.
-- clean
create table public.households (id uuid primary key default gen_random_uuid(), name text not null, join_hash text not null, created_by uuid not null default auth.uid() references auth.users(id));
create table public.household_members (household_id uuid references public.households(id) on delete cascade, user_id uuid references auth.users(id) on delete cascade, primary key (household_id, user_id));
create table public.expenses (id uuid primary key default gen_random_uuid(), household_id uuid not null references public.households(id) on delete cascade, paid_by uuid not null default auth.uid() references auth.users(id), cents int not null check (cents <> 0), note text);
create function public.my_households() returns setof uuid language sql stable security definer set search_path = '' as
$$ select household_id from public.household_members where user_id = auth.uid() $$;
create function public.join_household(p_household uuid, p_code text) returns void language plpgsql security definer set search_path = public, extensions as $$
begin
  if auth.uid() is null then raise exception 'sign in'; end if;
  if not exists (select 1 from households where id = p_household and join_hash = encode(digest(p_code, 'sha256'), 'hex')) then
    raise exception 'wrong code';
  end if;
  insert into household_members values (p_household, auth.uid()) on conflict do nothing;
end $$;
create function public.create_household(p_name text, p_code text) returns uuid language plpgsql security definer set search_path = public, extensions as $$
declare
  h uuid;
begin
  if auth.uid() is null then raise exception 'sign in'; end if;
  insert into households (name, join_hash, created_by) values (p_name, encode(digest(p_code, 'sha256'), 'hex'), auth.uid()) returning id into h;
  insert into household_members values (h, auth.uid());
  return h;
end $$;
alter table public.households enable row level security;
alter table public.household_members enable row level security;
alter table public.expenses enable row level security;
revoke select on public.households from anon, authenticated;
grant select (id, name, created_by) on public.households to authenticated;
create policy r on public.households for select to authenticated using (id in (select public.my_households()));
create policy r on public.household_members for select to authenticated using (household_id in (select public.my_households()));
create policy d on public.household_members for delete to authenticated using (user_id = auth.uid());
create policy r on public.expenses for select to authenticated using (household_id in (select public.my_households()));
create policy i on public.expenses for insert to authenticated with check (paid_by = auth.uid() and household_id in (select public.my_households()));
create policy u on public.expenses for update to authenticated using (paid_by = auth.uid()) with check (paid_by = auth.uid() and household_id in (select public.my_households()));
create policy d on public.expenses for delete to authenticated using (paid_by = auth.uid());
