-- platform: postgres
-- The view belongs to the owner of the table, whom row security does not hold.
-- expect: error bypass occupancy|beds r15_api

create role r15_owner;
create role r15_api login;
grant r15_owner to current_user;
create schema clinic authorization r15_owner;
set role r15_owner;
create table clinic.sites (id int primary key, name text not null);
create table clinic.beds (
  id int primary key,
  site_id int not null references clinic.sites (id),
  patient text
);
alter table clinic.beds enable row level security;
create policy beds_of_site on clinic.beds for all to r15_api
  using (site_id = nullif(current_setting('app.site', true), '')::int)
  with check (site_id = nullif(current_setting('app.site', true), '')::int);
grant usage on schema clinic to r15_api;
grant select on clinic.sites to r15_api;
grant select, insert, update on clinic.beds to r15_api;
create view clinic.occupancy as select b.site_id, b.id, b.patient from clinic.beds b where b.patient is not null;
grant select on clinic.occupancy to r15_api;
reset role;
