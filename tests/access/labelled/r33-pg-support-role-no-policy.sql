-- platform: postgres
-- Support may read the table by its grant, and no policy is for it.
-- expect: error|warning|review dead|error accounts
create role r33_app login;
create role r33_support login;
create schema crm;
create table crm.accounts (id uuid primary key default gen_random_uuid(), tenant text not null, email text not null);
alter table crm.accounts enable row level security;
create policy app on crm.accounts to r33_app using (tenant = current_setting('crm.tenant', true));
grant usage on schema crm to r33_app, r33_support;
grant select, insert, update, delete on crm.accounts to r33_app;
grant select on crm.accounts to r33_support;
