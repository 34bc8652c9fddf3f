-- platform: postgres
-- payroll_of() was written for managers, and everybody may execute it.
-- expect: error bypass payroll_of|salaries
create role r33_people login;
create schema hr;
create table hr.employees (id int primary key, login name not null unique, manager int references hr.employees);
create table hr.salaries (employee_id int primary key references hr.employees, cents int not null check (cents > 0));
alter table hr.employees enable row level security;
alter table hr.salaries enable row level security;
create policy staff on hr.employees for select using (true);
create policy own on hr.salaries for select using (employee_id = nullif(current_setting('hr.employee', true), '')::int);
create function hr.payroll_of(e int) returns int language sql stable security definer set search_path = hr as
$$ select cents from hr.salaries where employee_id = e $$;
grant usage on schema hr to r33_people;
grant select on hr.employees, hr.salaries to r33_people;
