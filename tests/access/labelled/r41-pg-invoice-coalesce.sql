-- platform: postgres
-- Invoices per company; when the setting is missing the coalesce falls back to the row's own company, and everything opens.
-- expect: error|warning|review exposure|bypass|tampering|escalation invoices|company r41_invoice_app
-- also: exposure|bypass|tampering|forgery|escalation invoices|company
create role r41_invoice_owner nologin;
grant r41_invoice_owner to current_user;
create role r41_invoice_app login;
create schema billing authorization r41_invoice_owner;
set role r41_invoice_owner;
create table billing.customers (
  id bigint generated always as identity primary key,
  company_id integer not null,
  name text not null,
  vat_id text
);
create table billing.invoices (
  id bigint generated always as identity primary key,
  company_id integer not null,
  customer_id bigint not null references billing.customers,
  number text not null,
  total numeric(12, 2) not null check (total >= 0),
  unique (company_id, number)
);
alter table billing.customers enable row level security;
alter table billing.customers force row level security;
alter table billing.invoices enable row level security;
alter table billing.invoices force row level security;
create policy company on billing.customers
  using (company_id = nullif(current_setting('billing.company', true), '')::integer)
  with check (company_id = nullif(current_setting('billing.company', true), '')::integer);
create policy company on billing.invoices
  using (company_id = coalesce(nullif(current_setting('billing.company', true), '')::integer, company_id))
  with check (company_id = nullif(current_setting('billing.company', true), '')::integer);
grant usage on schema billing to r41_invoice_app;
grant select, insert, update on billing.customers, billing.invoices to r41_invoice_app;
reset role;
