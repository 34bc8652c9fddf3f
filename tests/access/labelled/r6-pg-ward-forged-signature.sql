-- platform: postgres
-- A nurse signs rounds in another's name; discharge() runs as its owner for everyone.
-- expect: error forgery ward_rounds ward_nurse
-- expect: error|warning bypass|tampering discharge|ward_patients ward_nurse|ward_visitor
-- also: bypass|tampering discharge|ward_patients
create role ward_nurse nologin;
create role ward_doctor nologin;
create table ward_patients (
  patient_no int primary key,
  name text not null,
  doctor name not null,
  discharged_on date
);
create table ward_rounds (
  round_id int generated always as identity primary key,
  patient_no int not null references ward_patients,
  nurse name not null default current_user,
  pulse int check (pulse between 20 and 300),
  taken_at timestamptz not null default now()
);
alter table ward_patients enable row level security;
alter table ward_rounds enable row level security;
create policy own_patients on ward_patients to ward_doctor using (doctor = current_user) with check (doctor = current_user);
create policy all_names on ward_patients for select to ward_nurse using (discharged_on is null);
create policy see_rounds on ward_rounds for select using (true);
create policy take_round on ward_rounds for insert to ward_nurse with check (pulse is not null);
create policy correct_round on ward_rounds for update to ward_nurse using (nurse = current_user) with check (nurse = current_user);
grant select, insert, update on ward_patients to ward_doctor;
grant select on ward_patients to ward_nurse;
grant select, insert, update on ward_rounds to ward_nurse;
grant select on ward_rounds to ward_doctor;
create function discharge(no int) returns void language sql security definer set search_path = public as
$$ update ward_patients set discharged_on = current_date where patient_no = no $$;
