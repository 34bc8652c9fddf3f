-- platform: postgres
-- GRANT ALL gives TRUNCATE, which row-level security never sees; the app_100 logs in with that role.
-- expect: error|warning|review bypass|tampering measurements app_100
create role app_100 login;
create table measurements (id bigserial primary key, tenant_id int not null, sensor text not null, value double precision not null, at timestamptz not null default now());
alter table measurements enable row level security;
create policy tenant on measurements to app_100 using (tenant_id = current_setting('app_100.tenant', true)::int) with check (tenant_id = current_setting('app_100.tenant', true)::int);
grant all on measurements to app_100;
grant usage on sequence measurements_id_seq to app_100;
