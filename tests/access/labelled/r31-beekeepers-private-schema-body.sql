-- Beekeepers: the public helper runs as the caller, and its body names a function in a schema that the caller may not use.
-- expect: error error hives|may_inspect|inspections authenticated
-- also: error|dead hives|may_inspect|inspections|is_inspector
create schema private;
create table private.inspectors (user_id uuid primary key references auth.users (id), district text not null);
create table public.hives (
  id uuid primary key default gen_random_uuid(),
  keeper_id uuid not null default auth.uid() references auth.users (id),
  district text not null,
  colonies int not null default 1 check (colonies > 0)
);
create table public.inspections (
  id uuid primary key default gen_random_uuid(),
  hive_id uuid not null references public.hives (id),
  found text not null,
  held_on date not null default current_date
);
create function private.is_inspector(p_district text) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from private.inspectors i where i.user_id = auth.uid() and i.district = p_district) $$;
create function public.may_inspect(p_district text) returns boolean language plpgsql stable set search_path = '' as $$
begin
  return private.is_inspector(p_district);
end $$;
revoke all on schema private from public, anon, authenticated;
alter table public.hives enable row level security;
alter table public.inspections enable row level security;
create policy keeper on public.hives for all to authenticated using (keeper_id = auth.uid()) with check (keeper_id = auth.uid());
create policy inspector on public.hives for select to authenticated using (public.may_inspect(district));
create policy seen on public.inspections for select to authenticated using (exists (select 1 from public.hives h where h.id = hive_id));
