-- clean
-- A consultancy with tenants in app_metadata: a restrictive policy keeps the tenant, permissive ones say who in it may do what.
create schema if not exists app;
create function app.tenant_id() returns uuid language sql stable set search_path = '' as
  $$ select nullif(auth.jwt() -> 'app_metadata' ->> 'tenant_id', '')::uuid $$;
create function app.tenant_role() returns text language sql stable set search_path = '' as
  $$ select coalesce(auth.jwt() -> 'app_metadata' ->> 'tenant_role', 'none') $$;
grant usage on schema app to authenticated;
create table public.tenants (id uuid primary key default gen_random_uuid(), name text not null);
create table public.engagements (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null default app.tenant_id() references public.tenants(id),
  client text not null,
  daily_rate numeric(10,2) check (daily_rate > 0)
);
create table public.timesheets (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null default app.tenant_id() references public.tenants(id),
  engagement_id uuid not null references public.engagements(id),
  user_id uuid not null default auth.uid() references auth.users(id),
  day date not null,
  hours numeric(4,2) not null check (hours > 0 and hours <= 24),
  approved boolean not null default false
);
alter table public.tenants enable row level security;
alter table public.engagements enable row level security;
alter table public.timesheets enable row level security;
create policy tenant_self on public.tenants for select to authenticated using (id = app.tenant_id());
create policy tenant_wall on public.engagements as restrictive for all to authenticated using (tenant_id = app.tenant_id()) with check (tenant_id = app.tenant_id());
create policy engagements_read on public.engagements for select to authenticated using (true);
create policy engagements_manage on public.engagements for all to authenticated using (app.tenant_role() = 'manager') with check (app.tenant_role() = 'manager');
create policy tenant_wall on public.timesheets as restrictive for all to authenticated using (tenant_id = app.tenant_id()) with check (tenant_id = app.tenant_id());
create policy own_sheets on public.timesheets for select to authenticated using (user_id = auth.uid() or app.tenant_role() = 'manager');
create policy book_hours on public.timesheets for insert to authenticated
  with check (user_id = auth.uid() and not approved and exists (select 1 from public.engagements e where e.id = engagement_id));
create policy change_hours on public.timesheets for update to authenticated
  using (user_id = auth.uid() and not approved)
  with check (user_id = auth.uid() and not approved and exists (select 1 from public.engagements e where e.id = engagement_id));
create policy approve on public.timesheets for update to authenticated using (app.tenant_role() = 'manager') with check (app.tenant_role() = 'manager');
create policy drop_hours on public.timesheets for delete to authenticated using (user_id = auth.uid() and not approved);
