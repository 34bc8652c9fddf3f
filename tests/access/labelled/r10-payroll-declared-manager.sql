-- Managers see the salaries of their reports, and whoever likes to declares itself a manager.
-- expect: error escalation reporting_lines|salaries authenticated

create table public.employees (
  id uuid primary key references auth.users (id),
  full_name text not null
);
create table public.reporting_lines (
  id uuid primary key default gen_random_uuid(),
  manager_id uuid not null references public.employees (id),
  report_id uuid not null references public.employees (id),
  unique (manager_id, report_id),
  check (manager_id <> report_id)
);
create table public.salaries (
  employee_id uuid primary key references public.employees (id),
  monthly numeric(10, 2) not null
);
alter table public.employees enable row level security;
alter table public.reporting_lines enable row level security;
alter table public.salaries enable row level security;
create policy "colleagues" on public.employees for select to authenticated using (true);
create policy "lines of mine" on public.reporting_lines for select to authenticated
  using (auth.uid() in (manager_id, report_id));
create policy "draw a line" on public.reporting_lines for insert to authenticated
  with check (manager_id = auth.uid());
create policy "end a line" on public.reporting_lines for delete to authenticated using (manager_id = auth.uid());
create policy "own salary" on public.salaries for select to authenticated using (employee_id = auth.uid());
create policy "salaries of one's reports" on public.salaries for select to authenticated
  using (exists (select 1 from public.reporting_lines l
    where l.report_id = salaries.employee_id and l.manager_id = auth.uid()));
