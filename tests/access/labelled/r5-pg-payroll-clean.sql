-- clean
-- platform: postgres
-- Twin of the payroll view: the view shows colleagues' names only; pay is for oneself and the clerk.
create role employee nologin;
create role payroll_clerk nologin;
create table staff (
  login name primary key,
  full_name text not null,
  department text not null,
  iban text
);
create table payslips (
  id int generated always as identity primary key,
  login name not null references staff(login),
  month date not null,
  net numeric(10,2) not null,
  unique (login, month)
);
alter table staff enable row level security;
alter table payslips enable row level security;
create policy staff_names on staff for select to employee using (true);
create policy staff_clerk on staff to payroll_clerk using (true) with check (true);
create policy own_payslips on payslips for select to employee using (login = current_user);
create policy clerk_payslips on payslips to payroll_clerk using (true) with check (true);
grant select (login, full_name, department) on staff to employee;
grant select, insert, update on staff to payroll_clerk;
grant select on payslips to employee;
grant select, insert, update, delete on payslips to payroll_clerk;
create view phone_book as select full_name, department from staff;
grant select on phone_book to employee;
create view my_pay with (security_barrier) as select month, net from payslips where login = current_user;
grant select on my_pay to payroll_clerk;
