-- The company is read from user_metadata, which every user writes himself through the auth API.
-- expect: error escalation|bypass invoices|current_company|expenses authenticated
-- also: escalation|bypass|exposure|tampering|forgery invoices|current_company|expenses
create or replace function public.current_company() returns text language sql stable as $$
  select auth.jwt() -> 'user_metadata' ->> 'company'
$$;
create table public.invoices (
  id uuid primary key default gen_random_uuid(),
  company text not null default public.current_company(),
  number text not null,
  amount numeric not null,
  due_on date,
  unique (company, number)
);
create table public.expenses (
  id uuid primary key default gen_random_uuid(),
  company text not null default public.current_company(),
  spent_by uuid not null default auth.uid() references auth.users,
  amount numeric not null check (amount > 0)
);
alter table public.invoices enable row level security;
alter table public.expenses enable row level security;
create policy company_isolation on public.invoices for all to authenticated
  using (company = public.current_company()) with check (company = public.current_company());
create policy company_isolation on public.expenses for all to authenticated
  using (company = public.current_company()) with check (company = public.current_company() and spent_by = auth.uid());
