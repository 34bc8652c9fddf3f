-- The tenant comes from a claim that an access-token hook of this schema adds, from a table that nobody writes.
-- clean

create table public.user_tenants (
  user_id uuid primary key references auth.users (id),
  tenant_id uuid not null
);
alter table public.user_tenants enable row level security;
revoke all on public.user_tenants from anon, authenticated;
grant select on public.user_tenants to supabase_auth_admin;
create policy "the hook reads" on public.user_tenants for select to supabase_auth_admin using (true);

create function public.add_tenant(event jsonb) returns jsonb language plpgsql stable set search_path = '' as $$
declare
  tenant uuid;
begin
  select t.tenant_id into tenant from public.user_tenants t where t.user_id = (event ->> 'user_id')::uuid;
  return jsonb_set(event, '{claims,tenant_id}', coalesce(to_jsonb(tenant), 'null'::jsonb));
end $$;
grant execute on function public.add_tenant(jsonb) to supabase_auth_admin;
revoke execute on function public.add_tenant(jsonb) from public, anon, authenticated;

create table public.assets (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null default (auth.jwt() ->> 'tenant_id')::uuid,
  name text not null
);
alter table public.assets enable row level security;
create policy "assets of the tenant" on public.assets for all to authenticated
  using (tenant_id = (auth.jwt() ->> 'tenant_id')::uuid) with check (tenant_id = (auth.jwt() ->> 'tenant_id')::uuid);
