-- platform: postgres
-- The application signs in as the owner of its table, whom row-level security does not hold but for that it is forced.

create role app_case_forced login;
grant app_case_forced to current_user;
create table clients (id bigint generated always as identity primary key, tenant_id int not null, name text not null);
alter table clients enable row level security;
alter table clients force row level security;
create policy tenants on clients using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::int);
grant create, usage on schema public to app_case_forced;
alter table clients owner to app_case_forced;
