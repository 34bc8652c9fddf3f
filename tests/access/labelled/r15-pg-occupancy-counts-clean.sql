-- platform: postgres
-- The owner has no login, the view reads as the caller.
-- clean

create role r15c_owner;
create role r15c_api login;
grant r15c_owner to current_user;
create schema clinic authorization r15c_owner;
set role r15c_owner;
create table clinic.sites (id int primary key, name text not null);
create table clinic.beds (
  id int primary key,
  site_id int not null references clinic.sites (id),
  patient text
);
alter table clinic.beds enable row level security;
create policy beds_of_site on clinic.beds for all to r15c_api
  using (site_id = nullif(current_setting('app.site', true), '')::int)
  with check (site_id = nullif(current_setting('app.site', true), '')::int);
grant usage on schema clinic to r15c_api;
grant select on clinic.sites to r15c_api;
grant select, insert, update on clinic.beds to r15c_api;
create view clinic.occupancy with (security_invoker = true) as select b.site_id, count(*) as taken from clinic.beds b where b.patient is not null group by b.site_id;
grant select on clinic.occupancy to r15c_api;
reset role;
