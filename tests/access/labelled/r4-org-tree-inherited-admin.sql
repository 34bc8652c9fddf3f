-- Organisations in a tree: who administers a parent administers what is below. Roles come from the service alone.
-- clean
create type public.unit_role as enum ('admin', 'viewer');
create table public.units (id uuid primary key default gen_random_uuid(), parent_id uuid references public.units(id) on delete cascade, name text not null);
create table public.unit_roles (unit_id uuid references public.units(id) on delete cascade, user_id uuid references auth.users(id) on delete cascade, role public.unit_role not null, primary key (unit_id, user_id));
create table public.budgets (id uuid primary key default gen_random_uuid(), unit_id uuid not null references public.units(id) on delete cascade, year int not null, cents bigint not null, unique (unit_id, year));
create function public.has_unit_role(p_unit uuid, p_roles public.unit_role[]) returns boolean language sql stable security definer set search_path = '' as $$
  with recursive up as (
    select u.id, u.parent_id from public.units u where u.id = p_unit
    union
    select u.id, u.parent_id from public.units u join up on u.id = up.parent_id
  )
  select exists (select 1 from up join public.unit_roles r on r.unit_id = up.id where r.user_id = (select auth.uid()) and r.role = any (p_roles));
$$;
revoke execute on function public.has_unit_role(uuid, public.unit_role[]) from public, anon;
alter table public.units enable row level security;
alter table public.unit_roles enable row level security;
alter table public.budgets enable row level security;
create policy r on public.units for select to authenticated using (public.has_unit_role(id, '{admin,viewer}'));
create policy r on public.unit_roles for select to authenticated using (user_id = (select auth.uid()) or public.has_unit_role(unit_id, '{admin}'));
create policy r on public.budgets for select to authenticated using (public.has_unit_role(unit_id, '{admin,viewer}'));
create policy i on public.budgets for insert to authenticated with check (public.has_unit_role(unit_id, '{admin}'));
create policy u on public.budgets for update to authenticated using (public.has_unit_role(unit_id, '{admin}')) with check (public.has_unit_role(unit_id, '{admin}'));
