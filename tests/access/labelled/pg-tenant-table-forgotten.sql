-- platform: postgres
-- One of the tenant tables has no row-level security.
-- expect: error exposure|bypass attachments app_94
create role app_94 login;
create schema crm;
grant usage on schema crm to app_94;
create table crm.contacts (id bigserial primary key, org_id bigint not null, name text not null, email text);
create table crm.attachments (id bigserial primary key, org_id bigint not null, contact_id bigint references crm.contacts on delete cascade, path text not null);
alter table crm.contacts enable row level security;
create policy org on crm.contacts to app_94 using (org_id = nullif(current_setting('crm.org_id', true), '')::bigint);
create policy org on crm.attachments to app_94 using (org_id = nullif(current_setting('crm.org_id', true), '')::bigint);
grant select, insert, update, delete on all tables in schema crm to app_94;
grant usage on all sequences in schema crm to app_94;
