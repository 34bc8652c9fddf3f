-- HR: salaries are guarded; the trigger that keeps their history writes into an unlogged table that is not.
-- expect: error bypass|exposure|tampering salary_history|salaries authenticated|anon
-- also: tampering|forgery|exposure|bypass salary_history
create table public.employees (
  id uuid primary key default gen_random_uuid(),
  user_id uuid unique references auth.users(id) on delete set null,
  name text not null,
  department text not null default 'sales' check (department in ('sales', 'engineering', 'hr'))
);
create table public.salaries (
  employee_id uuid primary key references public.employees(id) on delete cascade,
  amount numeric(10,2) not null check (amount > 0),
  currency char(3) not null default 'EUR',
  valid_from date not null default current_date
);
create unlogged table public.salary_history (
  id bigint generated always as identity primary key,
  employee_id uuid not null,
  amount numeric(10,2) not null,
  currency char(3) not null,
  changed_at timestamptz not null default now()
);
create or replace function public.is_hr() returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from public.employees where user_id = auth.uid() and department = 'hr');
$$;
create or replace function public.keep_salary() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.salary_history (employee_id, amount, currency) values (new.employee_id, new.amount, new.currency);
  return new;
end $$;
create trigger salaries_history after insert or update on public.salaries
  for each row execute function public.keep_salary();
alter table public.employees enable row level security;
alter table public.salaries enable row level security;
create policy "Directory for staff" on public.employees for select to authenticated using (true);
create policy "HR edits directory" on public.employees for update to authenticated using (public.is_hr()) with check (public.is_hr());
create policy "Own salary" on public.salaries for select to authenticated
  using (exists (select 1 from public.employees e where e.id = employee_id and e.user_id = (select auth.uid())));
create policy "HR manages salaries" on public.salaries for all to authenticated
  using (public.is_hr()) with check (public.is_hr());
