-- platform: postgres
-- Rows by database role: owner = current_user; managers see all.
-- clean
create role staff_97 nologin;
create role manager_97 nologin;
create table timesheets (
  id bigint generated always as identity primary key,
  employee name not null default current_user,
  day date not null,
  hours numeric(4,2) not null check (hours > 0 and hours <= 24),
  unique (employee, day)
);
alter table timesheets enable row level security;
create policy own on timesheets to staff_97 using (employee = current_user) with check (employee = current_user);
create policy all_rows on timesheets for select to manager_97 using (true);
grant select, insert, update, delete on timesheets to staff_97;
grant select on timesheets to manager_97;
