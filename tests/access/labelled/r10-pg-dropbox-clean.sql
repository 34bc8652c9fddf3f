-- platform: postgres
-- One role only drops measurements in, another only reads them: an insert for everyone who may insert is right here.
-- clean

create role r10_ingest;
create role r10_analyst;
create role r10_steward;
create table stations (
  code text primary key check (code ~ '^[A-Z]{3}[0-9]{2}$'),
  name text not null
);
create table measurements (
  id bigint generated always as identity primary key,
  station text not null references stations (code),
  taken_at timestamptz not null default now(),
  celsius numeric(5, 2) not null check (celsius between -90 and 60)
);
alter table measurements enable row level security;
create policy dropped_in on measurements for insert to r10_ingest with check (true);
create policy analysed on measurements for select to r10_analyst using (true);
create policy corrected on measurements for all to r10_steward using (true) with check (true);
grant insert on measurements to r10_ingest;
grant select on stations to r10_ingest, r10_analyst, r10_steward;
grant select on measurements to r10_analyst;
grant select, insert, update, delete on measurements to r10_steward;
