-- platform: postgres
-- Tenants by setting; the report view belongs to the schema's owner, so it shows all of them.
-- expect: error|warning bypass ticket_report|tickets
create role r32_owner nologin;
grant r32_owner to current_user;
create role r32_web login;
create schema desk authorization r32_owner;
set role r32_owner;
create table desk.tickets (
  id bigint generated always as identity primary key,
  tenant_id int not null,
  subject text not null,
  opened_by text not null
);
alter table desk.tickets enable row level security;
create policy tenant on desk.tickets using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int);
create view desk.ticket_report as select tenant_id, subject, opened_by from desk.tickets;
grant usage on schema desk to r32_web;
grant select, insert, update, delete on desk.tickets to r32_web;
grant select on desk.ticket_report to r32_web;
reset role;
