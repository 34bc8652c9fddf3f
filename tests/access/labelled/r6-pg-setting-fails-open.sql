-- platform: postgres
-- Where the setting is missing, coalesce() compares the row with itself: everybody's samples.
-- expect: error|warning|review exposure|bypass|escalation|tampering|forgery samples lab_client
-- also: exposure|bypass|escalation|tampering|forgery samples
create role lab_client nologin;
create schema lab;
grant usage on schema lab to lab_client;
create table lab.clients (
  client_id int primary key,
  name text not null
);
create table lab.samples (
  sample_id bigint generated always as identity primary key,
  client_id int not null references lab.clients,
  taken_on date not null,
  ph numeric(4,2) check (ph between 0 and 14)
);
create table lab.reports (
  report_id bigint generated always as identity primary key,
  client_id int not null references lab.clients,
  body text not null
);
alter table lab.samples enable row level security;
alter table lab.reports enable row level security;
create policy by_client on lab.samples
  using (client_id = coalesce(nullif(current_setting('lab.client_id', true), '')::int, client_id));
create policy by_client on lab.reports using (client_id = nullif(current_setting('lab.client_id', true), '')::int);
grant select, insert, update, delete on lab.samples to lab_client;
grant select on lab.reports to lab_client;
