-- platform: postgres
-- Staff may insert for anyone.
-- expect: error forgery timesheets staff_98
create role staff_98 nologin;
create table timesheets (
  id bigint generated always as identity primary key,
  employee name not null default current_user,
  day date not null,
  hours numeric(4,2) not null check (hours > 0 and hours <= 24)
);
alter table timesheets enable row level security;
create policy r on timesheets for select to staff_98 using (employee = current_user);
create policy i on timesheets for insert to staff_98 with check (hours <= 12);
create policy u on timesheets for update to staff_98 using (employee = current_user) with check (employee = current_user);
grant select, insert, update on timesheets to staff_98;
