-- platform: postgres
-- A hospital database with a role per ward: the search function runs as the owner and finds every patient; the archive child is open.
-- expect: error|warning bypass find_patient
-- expect: error|warning error|dead patients
-- expect: error|warning bypass|exposure patients_archive
create role ward_a nologin;
create role ward_b nologin;
create schema hospital;
grant usage on schema hospital to ward_a, ward_b;
create table hospital.patients (
  id serial primary key,
  ward name not null default current_user,
  full_name text not null,
  diagnosis text
);
create table hospital.patients_archive (archived_on date not null default current_date) inherits (hospital.patients);
alter table hospital.patients enable row level security;
create policy own_ward on hospital.patients for all to ward_a, ward_b using (ward = current_user) with check (ward = current_user);
grant select, insert, update on hospital.patients to ward_a, ward_b;
grant select on hospital.patients_archive to ward_a, ward_b;
create function hospital.find_patient(part text) returns setof hospital.patients language sql stable security definer
  set search_path = hospital, pg_temp as $$ select * from hospital.patients where full_name ilike '%' || part || '%' $$;
create function hospital.count_mine() returns bigint language sql stable as $$ select count(*) from hospital.patients $$;
