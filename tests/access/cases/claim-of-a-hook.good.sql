-- An access-token hook of the schema adds the claim.
create table public.tenants (user_id uuid primary key references auth.users(id), tenant_id uuid not null);
alter table public.tenants enable row level security;
revoke all on public.tenants from anon, authenticated;
create function public.add_tenant(event jsonb) returns jsonb language sql stable set search_path = '' as
$$ select jsonb_set(event, '{claims,tenant_id}', to_jsonb((select tenant_id from public.tenants where user_id = (event ->> 'user_id')::uuid))) $$;
revoke execute on function public.add_tenant(jsonb) from public, anon, authenticated;
create table public.assets (id uuid primary key default gen_random_uuid(), tenant_id uuid not null, name text not null);
alter table public.assets enable row level security;
create policy own on public.assets for all to authenticated using (tenant_id = (auth.jwt() ->> 'tenant_id')::uuid);
