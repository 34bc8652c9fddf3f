-- Travel expenses: the grant of columns lists the very ones that decide: department and lead. Two changes open the salaries.
-- expect: error|warning escalation employees
create table public.departments (id int generated always as identity primary key, name text not null unique);
create table public.employees (
  id uuid primary key references auth.users(id) on delete cascade,
  department_id int references public.departments(id),
  full_name text not null default '',
  is_lead boolean not null default false
);
create table public.salaries (
  employee_id uuid primary key references public.employees(id) on delete cascade,
  department_id int not null references public.departments(id),
  yearly numeric(12,2) not null check (yearly > 0)
);
create function public.leads_department(d int) returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.employees where id = (select auth.uid()) and department_id = d and is_lead) $$;
alter table public.departments enable row level security;
alter table public.employees enable row level security;
alter table public.salaries enable row level security;
create policy "departments" on public.departments for select to authenticated using (true);
create policy "colleagues" on public.employees for select to authenticated using (true);
create policy "my own data" on public.employees for update to authenticated using (id = auth.uid()) with check (id = auth.uid());
revoke update on public.employees from anon, authenticated;
grant update (full_name, department_id, is_lead) on public.employees to authenticated;
create policy "my salary" on public.salaries for select to authenticated using (employee_id = auth.uid());
create policy "leads see salaries" on public.salaries for select to authenticated using (public.leads_department(department_id));
