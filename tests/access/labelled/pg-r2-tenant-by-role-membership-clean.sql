-- platform: postgres
-- Two services: api_406 (tenant-bound) and reporting_406 (reads all, on purpose).
-- clean
create role api_406 nologin;
create role reporting_406 nologin;
create schema app;
grant usage on schema app to api_406, reporting_406;
create function app.tenant() returns uuid language sql stable as $$ select nullif(current_setting('app.tenant', true), '')::uuid $$;
create table app.accounts (id uuid primary key default gen_random_uuid(), tenant_id uuid not null default app.tenant(), name text not null);
create table app.events (id bigint generated always as identity primary key, tenant_id uuid not null default app.tenant(), account_id uuid not null references app.accounts(id), kind text not null check (kind in ('a', 'b')));
alter table app.accounts enable row level security;
alter table app.events enable row level security;
create policy api_406 on app.accounts to api_406 using (tenant_id = app.tenant()) with check (tenant_id = app.tenant());
create policy api_406 on app.events to api_406 using (tenant_id = app.tenant()) with check (tenant_id = app.tenant());
create policy reporting_406 on app.accounts for select to reporting_406 using (true);
create policy reporting_406 on app.events for select to reporting_406 using (true);
grant select, insert, update, delete on app.accounts, app.events to api_406;
grant select on app.accounts, app.events to reporting_406;
