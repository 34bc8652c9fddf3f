-- CRM: tenant and role come from app_metadata, which only the service writes; owners of a lead are set by the token.
-- clean
create table public.tenants (
  id uuid primary key default gen_random_uuid(),
  name text not null
);
create table public.companies (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references public.tenants(id) on delete cascade,
  name text not null
);
create table public.deals (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references public.tenants(id) on delete cascade,
  company_id uuid references public.companies(id) on delete set null,
  amount numeric(12,2) not null default 0 check (amount >= 0),
  stage text not null default 'open' check (stage in ('open', 'won', 'lost'))
);
create table public.api_tokens (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references public.tenants(id) on delete cascade,
  token_hash text not null
);
create function public.tenant_id() returns uuid language sql stable as
$$ select nullif(auth.jwt() -> 'app_metadata' ->> 'tenant_id', '')::uuid $$;
create function public.is_tenant_admin() returns boolean language sql stable as
$$ select coalesce(auth.jwt() -> 'app_metadata' ->> 'role', '') = 'admin' $$;
alter table public.tenants enable row level security;
alter table public.companies enable row level security;
alter table public.deals enable row level security;
alter table public.api_tokens enable row level security;
create policy tenants_read on public.tenants for select to authenticated using (id = public.tenant_id());
create policy companies_all on public.companies for all to authenticated using (tenant_id = public.tenant_id()) with check (tenant_id = public.tenant_id());
create policy deals_read on public.deals for select to authenticated using (tenant_id = public.tenant_id());
create policy deals_insert on public.deals for insert to authenticated with check (tenant_id = public.tenant_id());
create policy deals_update on public.deals for update to authenticated using (tenant_id = public.tenant_id());
create policy deals_delete on public.deals for delete to authenticated using (tenant_id = public.tenant_id() and public.is_tenant_admin());
create policy tokens_admin on public.api_tokens for all to authenticated
  using (tenant_id = public.tenant_id() and public.is_tenant_admin()) with check (tenant_id = public.tenant_id() and public.is_tenant_admin());
