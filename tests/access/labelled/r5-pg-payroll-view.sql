-- platform: postgres
-- Employees see their own pay; the view, owned by the tables' owner, shows everyone's. An hr_auditor's policy has no grant.
-- expect: error bypass salary_overview hr_employee
-- expect: error|warning|review dead payslips hr_auditor
create role hr_employee nologin;
create role hr_clerk nologin;
create role hr_auditor nologin;
create table staff (
  login name primary key,
  full_name text not null,
  department text not null
);
create table payslips (
  id integer generated always as identity primary key,
  login name not null references staff(login),
  month date not null,
  gross numeric(10,2) not null,
  net numeric(10,2) not null,
  check (net <= gross),
  unique (login, month)
);
alter table staff enable row level security;
alter table payslips enable row level security;
create policy staff_all on staff for select to hr_employee, hr_clerk using (true);
create policy own_payslips on payslips for select to hr_employee using (login = current_user);
create policy clerk_payslips on payslips for all to hr_clerk using (true) with check (true);
create policy audit_payslips on payslips for select to hr_auditor using (month < date_trunc('month', now()));
create view salary_overview as
  select s.login, s.full_name, s.department, p.month, p.gross from staff s join payslips p using (login);
grant select on staff to hr_employee, hr_clerk;
grant select on payslips to hr_employee;
grant select, insert, update, delete on payslips to hr_clerk;
grant select on salary_overview to hr_employee, hr_clerk;
