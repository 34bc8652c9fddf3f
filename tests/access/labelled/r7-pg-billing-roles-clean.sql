-- Plain PostgreSQL billing: an application role confined to its tenant, a read-only reporting role that sees everything by an explicit policy.
-- platform: postgres
-- clean
create role billing_app login;
create role billing_report login;
create schema billing;
grant usage on schema billing to billing_app, billing_report;
create table billing.accounts (
  id integer primary key,
  name text not null
);
create table billing.invoices (
  id integer generated always as identity primary key,
  account_id integer not null references billing.accounts(id),
  amount numeric(10,2) not null check (amount > 0),
  paid boolean not null default false
);
create table billing.events (
  id bigint generated always as identity primary key,
  account_id integer not null references billing.accounts(id),
  what text not null
);
create function billing.current_account() returns integer language sql stable as
$$ select nullif(current_setting('app.account_id', true), '')::integer $$;
alter table billing.accounts enable row level security;
alter table billing.invoices enable row level security;
alter table billing.events enable row level security;
alter table billing.invoices force row level security;
create policy account_self on billing.accounts for select to billing_app using (id = billing.current_account());
create policy invoices_app on billing.invoices for all to billing_app
  using (account_id = billing.current_account()) with check (account_id = billing.current_account());
create policy events_app on billing.events for insert to billing_app with check (account_id = billing.current_account());
create policy account_report on billing.accounts for select to billing_report using (true);
create policy invoices_report on billing.invoices for select to billing_report using (true);
create policy events_report on billing.events for select to billing_report using (true);
grant select on billing.accounts to billing_app, billing_report;
grant select, insert, update on billing.invoices to billing_app;
grant insert on billing.events to billing_app;
grant select on billing.invoices, billing.events to billing_report;
create view billing.open_invoices with (security_invoker = true) as
  select account_id, count(*) as invoices, sum(amount) as amount from billing.invoices where not paid group by account_id;
grant select on billing.open_invoices to billing_app, billing_report;
