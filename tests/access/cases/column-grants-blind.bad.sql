-- expect: error tampering docs
-- platform: postgres
create role app_u4 login;
create table docs (id bigint generated always as identity primary key, tenant_id uuid not null, body text, title text);
alter table docs enable row level security;
create policy r on docs for select using (tenant_id = current_setting('app.tenant_id', true)::uuid);
create policy w on docs for update using (true) with check (true);
grant select (id, title), update (title) on docs to app_u4;
