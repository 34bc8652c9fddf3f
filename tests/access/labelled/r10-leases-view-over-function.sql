-- The view is a security_invoker one, as the linter wants it; the function under it runs as its owner.
-- expect: error bypass|exposure my_leases|lease_rows|leases authenticated|anon

create table public.units (
  id uuid primary key default gen_random_uuid(),
  landlord_id uuid not null references auth.users (id),
  address text not null
);
create table public.leases (
  id uuid primary key default gen_random_uuid(),
  unit_id uuid not null references public.units (id),
  tenant_id uuid not null references auth.users (id),
  rent numeric(10, 2) not null,
  iban text
);
alter table public.units enable row level security;
alter table public.leases enable row level security;
create policy "landlords" on public.units for all to authenticated
  using (landlord_id = (select auth.uid())) with check (landlord_id = (select auth.uid()));
create policy "tenants read" on public.leases for select to authenticated using (tenant_id = (select auth.uid()));
create policy "landlords read" on public.leases for select to authenticated
  using (exists (select 1 from public.units u where u.id = unit_id and u.landlord_id = (select auth.uid())));

create function public.lease_rows() returns setof public.leases
language sql stable security definer set search_path = '' as $$ select * from public.leases $$;

create view public.my_leases with (security_invoker = true) as
  select l.id, l.unit_id, l.tenant_id, l.rent, l.iban from public.lease_rows() l;
