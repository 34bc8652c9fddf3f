-- platform: postgres
-- Reports see every tenant by a role of their own and a policy that says so; the app is held to its tenant.
-- clean
create role r33_ledger_app login;
create role r33_ledger_reports login;
create schema ledger;
create table ledger.entries (id bigint generated always as identity primary key, tenant_id int not null, cents bigint not null, booked date not null default current_date);
alter table ledger.entries enable row level security;
alter table ledger.entries force row level security;
create policy app on ledger.entries to r33_ledger_app using (tenant_id = nullif(current_setting('ledger.tenant', true), '')::int);
create policy reports on ledger.entries for select to r33_ledger_reports using (true);
grant usage on schema ledger to r33_ledger_app, r33_ledger_reports;
grant select, insert on ledger.entries to r33_ledger_app;
grant select on ledger.entries to r33_ledger_reports;
