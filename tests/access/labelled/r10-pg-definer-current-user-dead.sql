-- platform: postgres
-- In a SECURITY DEFINER function `current_user` is the owner: the function that should show people their payslips
-- shows those of its owner, who has none.
-- expect: error|warning|review dead|error my_payslips|payslips r10_worker

create role r10_payroll_owner;
create role r10_worker;
grant r10_payroll_owner to current_user;
create schema pay authorization r10_payroll_owner;
set role r10_payroll_owner;
create table pay.payslips (
  id int primary key,
  employee name not null check (employee <> 'r10_payroll_owner'),
  month date not null,
  net numeric(10, 2) not null
);
alter table pay.payslips enable row level security;
create function pay.my_payslips() returns setof pay.payslips language sql stable security definer set search_path = pg_catalog as
  $$ select * from pay.payslips p where p.employee = current_user $$;
grant usage on schema pay to r10_worker;
reset role;
