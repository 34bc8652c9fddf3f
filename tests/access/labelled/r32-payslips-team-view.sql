-- A view for managers that does not ask whose manager the caller is.
-- expect: error|warning bypass team_payslips anyone

create table employees (id uuid primary key references auth.users, manager_id uuid references employees, name text not null);
create table payslips (id bigserial primary key, employee_id uuid not null references employees, month date not null, gross numeric(10,2) not null, iban text);
alter table employees enable row level security; alter table payslips enable row level security;
create policy e on employees for select to authenticated using (true);
create policy p on payslips for select to authenticated using (employee_id = auth.uid() or exists (select 1 from employees e where e.id = employee_id and e.manager_id = auth.uid()));
create view team_payslips as select p.id, e.name, p.month, p.gross, p.iban from payslips p join employees e on e.id = p.employee_id where e.manager_id is not null;
revoke insert, update, delete on team_payslips from anon, authenticated; revoke all on team_payslips from anon;
