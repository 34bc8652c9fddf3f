-- "IF auth.uid() != target THEN RAISE": for anon the comparison is NULL and nothing is raised.
-- expect: error bypass|tampering disable_two_factor anon
-- expect: error bypass|tampering purge_invoice anon
create type public.member_role as enum ('owner', 'staff');
create table public.profiles (
  id uuid primary key references auth.users(id) on delete cascade,
  role public.member_role not null default 'staff',
  two_factor_enabled boolean not null default false,
  two_factor_secret text
);
create table public.invoices (
  id uuid primary key default gen_random_uuid(),
  created_by uuid not null references public.profiles(id),
  total numeric(12,2) not null check (total >= 0),
  deleted_at timestamptz
);
create or replace function public.is_owner(_user uuid) returns boolean language sql stable security definer set search_path = public as
$$ select role = 'owner' from profiles where id = _user $$;
alter table public.profiles enable row level security;
alter table public.invoices enable row level security;
create policy own on public.profiles for select to authenticated using (id = auth.uid());
create policy own on public.invoices for select to authenticated using (created_by = auth.uid() or is_owner(auth.uid()));
create policy create_own on public.invoices for insert to authenticated with check (created_by = auth.uid());
create or replace function public.disable_two_factor(_user uuid) returns void language plpgsql security definer set search_path = public as $$
begin
  if auth.uid() != _user then
    raise exception 'Unauthorized';
  end if;
  update profiles set two_factor_enabled = false, two_factor_secret = null where id = _user;
end $$;
create or replace function public.purge_invoice(_invoice uuid) returns boolean language plpgsql security definer set search_path = public as $$
begin
  if not is_owner(auth.uid()) then
    raise exception 'Only owners';
  end if;
  delete from invoices where id = _invoice;
  return true;
end $$;
