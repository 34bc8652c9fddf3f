-- platform: postgres
-- The API's role is a member of a role that is a member of the one which reads and changes everything.
-- expect: error|warning|review exposure|bypass|escalation|tampering accounts r12n_api
-- also: exposure|bypass|escalation|tampering|forgery accounts

create role r12n_backoffice;
create role r12n_reports;
create role r12n_api login;
grant r12n_backoffice to r12n_reports;
grant r12n_reports to r12n_api;
create table accounts (
  id int primary key,
  tenant int not null,
  iban text not null
);
alter table accounts enable row level security;
create policy api on accounts for select to r12n_api using (tenant = nullif(current_setting('app.tenant', true), '')::int);
create policy api_adds on accounts for insert to r12n_api with check (tenant = nullif(current_setting('app.tenant', true), '')::int);
create policy backoffice on accounts for select to r12n_backoffice using (true);
grant select, insert on accounts to r12n_api;
grant select on accounts to r12n_backoffice;
