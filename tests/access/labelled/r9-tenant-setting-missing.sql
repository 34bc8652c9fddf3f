-- A property app written for a server of one's own: policies read a setting that the platform's API never sets, without asking if it is there.
-- expect: error|warning error|dead apartments|residents|tickets
-- also: error|dead apartments|residents|tickets
create table public.residents (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null,
  user_id uuid references auth.users(id),
  name text not null
);
create table public.apartments (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null,
  number text not null,
  floor int
);
create table public.tickets (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null,
  apartment_id uuid not null references public.apartments(id),
  text text not null
);
create table public.announcements (
  id uuid primary key default gen_random_uuid(),
  title text not null,
  body text not null
);
alter table public.residents enable row level security;
alter table public.apartments enable row level security;
alter table public.tickets enable row level security;
alter table public.announcements enable row level security;
create policy tenant_isolation on public.residents using (tenant_id = current_setting('app.current_tenant')::uuid);
create policy tenant_isolation on public.apartments using (tenant_id = current_setting('app.current_tenant')::uuid);
create policy tenant_isolation on public.tickets using (tenant_id = current_setting('app.current_tenant')::uuid);
create policy announcements_public on public.announcements for select using (true);
