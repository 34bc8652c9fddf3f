-- expect: error default-needs-privilege notes4
-- platform: postgres
create role app_e4 login;
create table notes4 (id serial primary key, tenant text not null, body text);
alter table notes4 enable row level security;
create policy t on notes4 using (tenant = current_setting('app.tenant', true)) with check (tenant = current_setting('app.tenant', true));
grant select, insert, update, delete on notes4 to app_e4;
