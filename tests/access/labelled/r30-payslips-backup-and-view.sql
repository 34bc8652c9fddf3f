-- Before a migration the salaries were copied to an unlogged table, which stayed. An overview for payroll runs with its
-- owner's rights and everybody may select from it.
-- expect: error|warning bypass|exposure salaries_before_2026 anon|authenticated
-- expect: error bypass|exposure payslip_overview authenticated
-- also: bypass|exposure|tampering|forgery salaries_before_2026
create table public.employees (
  id uuid primary key references auth.users (id) on delete cascade,
  staff_number text not null unique,
  full_name text not null,
  iban text
);
create table public.salaries (
  employee_id uuid not null references public.employees (id) on delete cascade,
  valid_from date not null,
  gross_cents int not null check (gross_cents > 0),
  primary key (employee_id, valid_from)
);
create table public.payslips (
  id bigint generated always as identity primary key,
  employee_id uuid not null references public.employees (id) on delete cascade,
  month date not null,
  net_cents int not null,
  unique (employee_id, month)
);
alter table public.employees enable row level security;
alter table public.salaries enable row level security;
alter table public.payslips enable row level security;
create policy "myself" on public.employees for select to authenticated using (id = (select auth.uid()));
create policy "my salary" on public.salaries for select to authenticated using (employee_id = (select auth.uid()));
create policy "my payslips" on public.payslips for select to authenticated using (employee_id = (select auth.uid()));
revoke insert, update, delete on public.employees, public.salaries, public.payslips from anon, authenticated;

create unlogged table public.salaries_before_2026 as select * from public.salaries;

create view public.payslip_overview as
  select e.staff_number, e.full_name, e.iban, p.month, p.net_cents
  from public.payslips p join public.employees e on e.id = p.employee_id;
revoke insert, update, delete on public.payslip_overview from anon, authenticated;
