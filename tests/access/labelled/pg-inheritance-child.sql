-- platform: postgres
-- A child table by inheritance, granted and without row-level security.
-- expect: error bypass|exposure vehicles_archive app_user_105
create role app_user_105 nologin;
create table vehicles (id int primary key, fleet_id int not null, plate text not null);
create table vehicles_archive (archived_on date not null default current_date) inherits (vehicles);
alter table vehicles enable row level security;
create policy fleet on vehicles to app_user_105 using (fleet_id = current_setting('app.fleet')::int) with check (fleet_id = current_setting('app.fleet')::int);
grant select, insert, update, delete on vehicles to app_user_105;
grant select on vehicles_archive to app_user_105;
