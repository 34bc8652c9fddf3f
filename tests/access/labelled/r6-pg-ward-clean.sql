-- clean
-- platform: postgres
-- Twin of the forged signature: nurses sign with their own name, and discharge() is for the treating doctor.
create role clinic_nurse login;
create role clinic_doctor login;
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
  pulse int check (pulse between 20 and 300)
);
alter table ward_patients enable row level security;
alter table ward_rounds enable row level security;
create policy own_patients on ward_patients to clinic_doctor using (doctor = current_user) with check (doctor = current_user);
create policy present_patients on ward_patients for select to clinic_nurse using (discharged_on is null);
create policy see_rounds on ward_rounds for select to clinic_nurse, clinic_doctor using (true);
create policy take_round on ward_rounds for insert to clinic_nurse with check (nurse = current_user);
create policy correct_round on ward_rounds for update to clinic_nurse using (nurse = current_user) with check (nurse = current_user);
grant select, insert on ward_patients to clinic_doctor;
grant select on ward_patients to clinic_nurse;
grant select, insert, update on ward_rounds to clinic_nurse;
grant select on ward_rounds to clinic_doctor;
create function discharge(no int) returns void language plpgsql security definer set search_path = public as $$
begin
  update ward_patients set discharged_on = current_date where patient_no = no and doctor = session_user;
  if not found then raise exception 'not your patient'; end if;
end $$;
revoke execute on function discharge(int) from public;
grant execute on function discharge(int) to clinic_doctor;
