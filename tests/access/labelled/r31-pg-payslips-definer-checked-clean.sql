-- clean
-- A definer function of the owner hands out payslips: it compares the tenant and the employee itself, and raises where either is missing.
-- platform: postgres
create role pay_portal nologin;
create schema pay;
create table pay.employees (
  id uuid primary key default gen_random_uuid(),
  company int not null,
  login text not null unique
);
create table pay.slips (
  id uuid primary key default gen_random_uuid(),
  employee_id uuid not null references pay.employees (id),
  company int not null,
  month date not null check (extract(day from month) = 1),
  gross numeric(10, 2) not null,
  unique (employee_id, month)
);
alter table pay.employees enable row level security;
alter table pay.slips enable row level security;
create policy self on pay.employees for select to pay_portal
  using (company = nullif(current_setting('pay.company', true), '')::int and login = current_setting('pay.login', true));
create policy self on pay.slips for select to pay_portal
  using (company = nullif(current_setting('pay.company', true), '')::int
         and employee_id in (select e.id from pay.employees e where e.login = current_setting('pay.login', true)));
create function pay.slip(p_id uuid) returns table (month date, gross numeric)
language plpgsql stable security definer set search_path = pay, pg_temp as $$
declare
  v_company int := nullif(current_setting('pay.company', true), '')::int;
  v_login text := nullif(current_setting('pay.login', true), '');
begin
  if v_company is null or v_login is null then
    raise exception 'nobody is signed in';
  end if;
  return query
    select s.month, s.gross from slips s join employees e on e.id = s.employee_id
    where s.id = p_id and s.company = v_company and e.company = v_company and e.login = v_login;
end $$;
revoke execute on function pay.slip(uuid) from public;
grant usage on schema pay to pay_portal;
grant execute on function pay.slip(uuid) to pay_portal;
grant select on pay.employees, pay.slips to pay_portal;
