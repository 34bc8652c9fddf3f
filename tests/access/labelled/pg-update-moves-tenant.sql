-- platform: postgres
-- The UPDATE policy's WITH CHECK is true: a row can be moved to another tenant.
-- expect: error tampering|forgery notes app_user_106
create role app_user_106 nologin;
create table notes (id int generated always as identity primary key, tenant_id int not null, body text not null);
alter table notes enable row level security;
create policy s on notes for select to app_user_106 using (tenant_id = current_setting('app.tenant')::int);
create policy i on notes for insert to app_user_106 with check (tenant_id = current_setting('app.tenant')::int);
create policy u on notes for update to app_user_106 using (tenant_id = current_setting('app.tenant')::int) with check (true);
grant select, insert, update on notes to app_user_106;
