-- The same with user_metadata, which a user writes for itself.
-- expect: error escalation customers authenticated
-- expect: error escalation invoices authenticated
-- also: escalation customers|invoices|tenants
create table tenants (id uuid primary key default gen_random_uuid(), name text not null);
create table customers (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references tenants(id),
  name text not null,
  email text
);
create table invoices (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references tenants(id),
  customer_id uuid not null references customers(id),
  total numeric(12,2) not null
);
alter table tenants enable row level security;
alter table customers enable row level security;
alter table invoices enable row level security;
create policy t on tenants for select to authenticated using (id = (auth.jwt() -> 'user_metadata' ->> 'tenant_id')::uuid);
create policy c on customers for all to authenticated using (tenant_id = (auth.jwt() -> 'user_metadata' ->> 'tenant_id')::uuid);
create policy i on invoices for all to authenticated using (tenant_id = (auth.jwt() -> 'user_metadata' ->> 'tenant_id')::uuid);
