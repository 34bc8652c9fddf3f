-- clean
-- Property managers: admins through app_metadata, tenants see their own lease; a definer function lists tenants for admins alone.
create table public.properties (
  id uuid primary key default gen_random_uuid(),
  address text not null,
  listed boolean not null default false,
  rent_cents int not null check (rent_cents > 0)
);
create table public.leases (
  id uuid primary key default gen_random_uuid(),
  property_id uuid not null references public.properties(id),
  tenant_id uuid not null references auth.users(id),
  starts_on date not null,
  ends_on date,
  check (ends_on is null or ends_on > starts_on)
);
create table public.maintenance_requests (
  id uuid primary key default gen_random_uuid(),
  lease_id uuid not null references public.leases(id) on delete cascade,
  tenant_id uuid not null default auth.uid() references auth.users(id),
  title text not null,
  urgency text not null default 'normal' check (urgency in ('low','normal','urgent')),
  state text not null default 'open' check (state in ('open','scheduled','done'))
);
create or replace function public.is_admin() returns boolean language sql stable as $$
  select coalesce((auth.jwt() -> 'app_metadata' ->> 'role') = 'admin', false)
$$;
alter table public.properties enable row level security;
alter table public.leases enable row level security;
alter table public.maintenance_requests enable row level security;
create policy "listed properties" on public.properties for select to anon, authenticated using (listed or public.is_admin());
create policy "admins keep properties" on public.properties for all to authenticated using (public.is_admin()) with check (public.is_admin());
create policy "own lease" on public.leases for select to authenticated using (tenant_id = auth.uid() or public.is_admin());
create policy "admins keep leases" on public.leases for all to authenticated using (public.is_admin()) with check (public.is_admin());
create policy "own requests" on public.maintenance_requests for select to authenticated using (tenant_id = auth.uid() or public.is_admin());
create policy "tenants ask" on public.maintenance_requests for insert to authenticated
  with check (tenant_id = auth.uid() and state = 'open' and lease_id in (select id from public.leases where tenant_id = auth.uid()));
create policy "admins work" on public.maintenance_requests for update to authenticated using (public.is_admin()) with check (public.is_admin());
create or replace function public.list_tenants() returns table (user_id uuid, email text, address text)
language plpgsql security definer set search_path = '' as $$
begin
  if not public.is_admin() then
    raise exception 'admins only' using errcode = '42501';
  end if;
  return query select u.id, u.email::text, p.address
    from public.leases l join auth.users u on u.id = l.tenant_id join public.properties p on p.id = l.property_id;
end $$;
