-- Tenant by app_metadata, with a restrictive policy over everything.
-- clean
create or replace function public.tenant_id() returns uuid language sql stable set search_path = '' as $$
  select nullif(auth.jwt() -> 'app_metadata' ->> 'tenant_id', '')::uuid
$$;
create table tenants (id uuid primary key default gen_random_uuid(), name text not null, plan text not null default 'free');
create table customers (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null default public.tenant_id() references tenants(id),
  name text not null,
  email text,
  deleted_at timestamptz
);
create table invoices (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null default public.tenant_id() references tenants(id),
  customer_id uuid not null references customers(id),
  number int not null,
  total numeric(12,2) not null check (total >= 0),
  unique (tenant_id, number)
);
alter table tenants enable row level security;
alter table customers enable row level security;
alter table invoices enable row level security;
create policy tenant_isolation on tenants as restrictive for all to authenticated using (id = (select public.tenant_id()));
create policy tenant_isolation on customers as restrictive for all to authenticated
  using (tenant_id = (select public.tenant_id())) with check (tenant_id = (select public.tenant_id()));
create policy tenant_isolation on invoices as restrictive for all to authenticated
  using (tenant_id = (select public.tenant_id())) with check (tenant_id = (select public.tenant_id()));
create policy members_read on tenants for select to authenticated using (true);
create policy customers_all on customers for all to authenticated using (deleted_at is null) with check (true);
create policy invoices_read on invoices for select to authenticated using (true);
create policy invoices_insert on invoices for insert to authenticated with check (true);
