-- Fuel cards of companies: the policy that should let employees read was made restrictive as well, beside the one that holds the company; nobody reads a fill-up.
-- expect: error|warning dead fillups authenticated
-- also: dead fillups
create table public.companies (id uuid primary key default gen_random_uuid(), name text not null);
create table public.employees (
  user_id uuid primary key references auth.users (id),
  company_id uuid not null references public.companies (id)
);
create table public.fillups (
  id uuid primary key default gen_random_uuid(),
  company_id uuid not null references public.companies (id),
  driver_id uuid not null default auth.uid() references auth.users (id),
  litres numeric(6, 2) not null check (litres between 0.1 and 400),
  cents int not null check (cents > 0),
  at timestamptz not null default now()
);
create function public.my_company() returns uuid language sql stable security definer set search_path = '' as $$
  select e.company_id from public.employees e where e.user_id = auth.uid() $$;
alter table public.companies enable row level security;
alter table public.employees enable row level security;
alter table public.fillups enable row level security;
create policy "own company" on public.companies for select to authenticated using (id = public.my_company());
create policy "self" on public.employees for select to authenticated using (user_id = auth.uid());
create policy "company bound" on public.fillups as restrictive for all to authenticated
  using (company_id = public.my_company()) with check (company_id = public.my_company());
create policy "drivers read" on public.fillups as restrictive for select to authenticated using (driver_id = auth.uid());
create policy "drivers record" on public.fillups for insert to authenticated with check (driver_id = auth.uid());
