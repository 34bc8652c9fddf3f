-- platform: postgres
-- The app may insert, and the key comes from a sequence that it may not use.
-- expect: error|warning error|dead tickets
create role r33_desk login;
create schema desk2;
create table desk2.tickets (id serial primary key, tenant_id int not null, subject text not null);
alter table desk2.tickets enable row level security;
create policy tenant on desk2.tickets using (tenant_id = nullif(current_setting('desk.tenant', true), '')::int);
grant usage on schema desk2 to r33_desk;
grant select, insert, update, delete on desk2.tickets to r33_desk;
