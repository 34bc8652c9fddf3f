-- join_household takes the id only, and households are listed to all.
-- expect: error escalation join_household authenticated
-- also: escalation|bypass expenses|household_members|households
create table public.households (id uuid primary key default gen_random_uuid(), name text not null, created_by uuid not null default auth.uid() references auth.users(id));
create table public.household_members (household_id uuid references public.households(id) on delete cascade, user_id uuid references auth.users(id) on delete cascade, primary key (household_id, user_id));
create table public.expenses (id uuid primary key default gen_random_uuid(), household_id uuid not null references public.households(id) on delete cascade, cents int not null, note text);
create function public.my_households() returns setof uuid language sql stable security definer set search_path = '' as
$$ select household_id from public.household_members where user_id = auth.uid() $$;
create function public.join_household(p_household uuid) returns void language sql security definer set search_path = public as
$$ insert into household_members values (p_household, auth.uid()) on conflict do nothing $$;
alter table public.households enable row level security;
alter table public.household_members enable row level security;
alter table public.expenses enable row level security;
create policy r on public.households for select to authenticated using (true);
create policy i on public.households for insert to authenticated with check (created_by = auth.uid());
create policy r on public.household_members for select to authenticated using (household_id in (select public.my_households()));
create policy r on public.expenses for select to authenticated using (household_id in (select public.my_households()));
