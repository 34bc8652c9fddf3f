-- platform: postgres
-- Meter readings by year: tenancy on the parent, but the partition of 2025 got its own grant and no policy.
-- expect: error|warning bypass|exposure readings_2025|readings r41_meter_app
-- also: bypass|exposure|tampering|forgery readings_2025|readings
create role r41_meter_owner nologin;
grant r41_meter_owner to current_user;
create role r41_meter_app login;
create schema meter authorization r41_meter_owner;
set role r41_meter_owner;
create table meter.meters (
  id bigint generated always as identity primary key,
  tenant_id uuid not null,
  serial text not null unique
);
create table meter.readings (
  tenant_id uuid not null,
  meter_id bigint not null references meter.meters,
  read_at timestamptz not null,
  kwh numeric(12, 3) not null check (kwh >= 0),
  primary key (meter_id, read_at)
) partition by range (read_at);
create table meter.readings_2024 partition of meter.readings for values from ('2024-01-01') to ('2025-01-01');
create table meter.readings_2025 partition of meter.readings for values from ('2025-01-01') to ('2026-01-01');
create table meter.readings_rest partition of meter.readings default;
alter table meter.meters enable row level security;
alter table meter.meters force row level security;
alter table meter.readings enable row level security;
alter table meter.readings force row level security;
alter table meter.readings_2024 enable row level security;
alter table meter.readings_rest enable row level security;
create policy tenant on meter.meters
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy tenant on meter.readings
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
grant usage on schema meter to r41_meter_app;
grant select, insert on meter.meters, meter.readings to r41_meter_app;
grant select on meter.readings_2025 to r41_meter_app;
reset role;
