-- platform: postgres
-- The role that migrates signs in and owns the tables; the application is another role, which owns nothing.
-- clean

create role r17_migrator login;
create role r17_service login;
grant r17_migrator to current_user;
create schema hr authorization r17_migrator;
set role r17_migrator;
create table hr.companies (id int primary key, name text not null);
create table hr.people (
  id int primary key,
  company_id int not null references hr.companies (id),
  name text not null,
  salary int not null check (salary > 0)
);
alter table hr.companies enable row level security;
alter table hr.people enable row level security;
create policy one_company on hr.companies for select to r17_service using (id = nullif(current_setting('app.company', true), '')::int);
create policy people_of_company on hr.people for all to r17_service
  using (company_id = nullif(current_setting('app.company', true), '')::int)
  with check (company_id = nullif(current_setting('app.company', true), '')::int);
grant usage on schema hr to r17_service;
grant select on hr.companies to r17_service;
grant select, insert, update, delete on hr.people to r17_service;
reset role;
