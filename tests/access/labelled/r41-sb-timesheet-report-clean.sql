-- Timesheets: a report view with its owner's rights that filters by the caller itself, and a materialized view that the API may not read.
-- clean
create table public.clients (
  id uuid primary key default gen_random_uuid(),
  freelancer uuid not null default auth.uid() references auth.users (id) on delete cascade,
  name text not null,
  hourly_rate numeric(8, 2) not null check (hourly_rate > 0),
  unique (id, freelancer)
);
create table public.timesheets (
  id bigint generated always as identity primary key,
  freelancer uuid not null default auth.uid(),
  client_id uuid not null,
  started_at timestamptz not null,
  hours numeric(4, 2) not null check (hours > 0 and hours <= 24),
  foreign key (client_id, freelancer) references public.clients (id, freelancer) on delete cascade
);
alter table public.clients enable row level security;
alter table public.timesheets enable row level security;
create policy clients_own on public.clients for all to authenticated
  using (freelancer = auth.uid()) with check (freelancer = auth.uid());
create policy timesheets_own on public.timesheets for all to authenticated
  using (freelancer = auth.uid()) with check (freelancer = auth.uid());
create view public.monthly_income with (security_barrier = true) as
  select c.name as client, date_trunc('month', t.started_at) as month, sum(t.hours * c.hourly_rate) as income
  from public.timesheets t join public.clients c on c.id = t.client_id
  where t.freelancer = auth.uid()
  group by 1, 2;
create materialized view public.income_by_freelancer as
  select t.freelancer, sum(t.hours * c.hourly_rate) as income
  from public.timesheets t join public.clients c on c.id = t.client_id
  group by 1;
revoke all on public.income_by_freelancer from anon, authenticated;
revoke all on public.monthly_income from anon, authenticated;
grant select on public.monthly_income to authenticated;
