-- Landlords, tenants, leases. A tenant may update its lease (to sign it) and with that set monthly rent or landlord... and repoint property_id, which opens documents.
-- expect: error escalation|tampering leases authenticated
-- also: escalation|tampering|bypass property_documents|leases
create table public.properties (id uuid primary key default gen_random_uuid(), landlord_id uuid not null references auth.users(id), address text not null);
create table public.leases (
  id uuid primary key default gen_random_uuid(),
  property_id uuid not null references public.properties(id) on delete cascade,
  tenant_id uuid not null references auth.users(id),
  monthly_rent numeric(10,2) not null,
  signed_at timestamptz
);
create table public.property_documents (id uuid primary key default gen_random_uuid(), property_id uuid not null references public.properties(id) on delete cascade, title text not null, file_path text not null);
create or replace function public.is_landlord_of(p uuid) returns boolean language sql stable security definer set search_path = '' as
$$ select exists (select 1 from public.properties where id = p and landlord_id = auth.uid()) $$;
create or replace function public.is_tenant_of(p uuid) returns boolean language sql stable security definer set search_path = '' as
$$ select exists (select 1 from public.leases where property_id = p and tenant_id = auth.uid()) $$;
alter table public.properties enable row level security;
alter table public.leases enable row level security;
alter table public.property_documents enable row level security;
create policy "landlord all" on public.properties for all to authenticated using (landlord_id = auth.uid()) with check (landlord_id = auth.uid());
create policy "tenant sees" on public.properties for select to authenticated using (public.is_tenant_of(id));
create policy "landlord leases" on public.leases for all to authenticated using (public.is_landlord_of(property_id)) with check (public.is_landlord_of(property_id));
create policy "tenant lease" on public.leases for select to authenticated using (tenant_id = auth.uid());
create policy "tenant signs" on public.leases for update to authenticated using (tenant_id = auth.uid()) with check (tenant_id = auth.uid());
create policy "documents" on public.property_documents for select to authenticated using (public.is_landlord_of(property_id) or public.is_tenant_of(property_id));
create policy "documents write" on public.property_documents for insert to authenticated with check (public.is_landlord_of(property_id));
