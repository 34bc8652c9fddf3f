-- platform: postgres
-- Payroll per login: the report view runs with its owner's rights and was granted to everyone on the staff.
-- expect: error|warning bypass salary_report|salaries r41_payroll_staff
create role r41_payroll_owner nologin;
grant r41_payroll_owner to current_user;
create role r41_payroll_staff login;
create role r41_payroll_hr login;
create schema payroll authorization r41_payroll_owner;
set role r41_payroll_owner;
create table payroll.employees (
  id integer generated always as identity primary key,
  login text not null unique,
  full_name text not null,
  department text not null check (department in ('sales', 'tech', 'ops'))
);
create table payroll.salaries (
  id integer generated always as identity primary key,
  login text not null references payroll.employees (login),
  valid_from date not null,
  monthly numeric(10, 2) not null check (monthly > 0),
  unique (login, valid_from)
);
alter table payroll.employees enable row level security;
alter table payroll.salaries enable row level security;
create policy colleagues on payroll.employees for select using (true);
create policy own on payroll.salaries for select to r41_payroll_staff using (login = current_setting('payroll.login', true));
create policy hr on payroll.salaries to r41_payroll_hr using (true) with check (true);
create view payroll.salary_report as
  select e.department, e.full_name, s.valid_from, s.monthly
  from payroll.employees e join payroll.salaries s using (login)
  where s.valid_from <= current_date;
grant usage on schema payroll to r41_payroll_staff, r41_payroll_hr;
grant select on payroll.employees to r41_payroll_staff, r41_payroll_hr;
grant select on payroll.salaries to r41_payroll_staff;
grant select, insert, update, delete on payroll.salaries to r41_payroll_hr;
grant select on payroll.salary_report to r41_payroll_staff, r41_payroll_hr;
reset role;
