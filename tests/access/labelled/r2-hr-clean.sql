-- The same with a guarding WITH CHECK that compares with the stored row.
-- clean
create table public.employees (
  id uuid primary key references auth.users(id) on delete cascade,
  full_name text not null,
  phone text,
  is_hr boolean not null default false
);
create table public.salaries (
  id bigint generated always as identity primary key,
  employee_id uuid not null references public.employees(id) on delete cascade,
  amount numeric(12,2) not null check (amount > 0)
);
create function public.is_hr() returns boolean language sql stable security definer set search_path = public as
$$ select coalesce((select is_hr from employees where id = auth.uid()), false) $$;
alter table public.employees enable row level security;
alter table public.salaries enable row level security;
create policy "directory" on public.employees for select to authenticated using (true);
create policy "edit own record" on public.employees for update to authenticated using (id = auth.uid()) with check (id = auth.uid() and is_hr = public.is_hr());
create policy "hr edits" on public.employees for all to authenticated using (public.is_hr()) with check (public.is_hr());
create policy "own salary" on public.salaries for select to authenticated using (employee_id = auth.uid() or public.is_hr());
create policy "hr writes salaries" on public.salaries for insert to authenticated with check (public.is_hr());
