-- clean
-- USING (true) for the staff looks wide; a restrictive policy on the same table holds every command to the clinic of the session, old row and new.
-- platform: postgres
create role ward_staff nologin;
create role ward_records nologin;
create table clinics (id int primary key, name text not null);
create table stays (
  id bigint generated always as identity primary key,
  clinic_id int not null references clinics (id),
  patient text not null,
  diagnosis text,
  admitted date not null,
  released date,
  check (released is null or released >= admitted)
);
alter table clinics enable row level security;
alter table stays enable row level security;
create policy clinics_read on clinics for select to ward_staff, ward_records using (id = nullif(current_setting('ward.clinic', true), '')::int);
create policy staff_all on stays for all to ward_staff using (true) with check (true);
create policy records_read on stays for select to ward_records using (released is not null);
create policy one_clinic on stays as restrictive for all to public
  using (clinic_id = nullif(current_setting('ward.clinic', true), '')::int)
  with check (clinic_id = nullif(current_setting('ward.clinic', true), '')::int);
grant select on clinics to ward_staff, ward_records;
grant select, insert, update on stays to ward_staff;
grant select on stays to ward_records;
