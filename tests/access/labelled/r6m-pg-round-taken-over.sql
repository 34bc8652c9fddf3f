-- UPDATE USING (true) WITH CHECK (own): a nurse takes others' rounds.
-- platform: postgres
-- expect: error tampering ward_rounds round_nurse_pg_round_taken_over
-- also: tampering|forgery ward_rounds
create role round_nurse_pg_round_taken_over login;
create role round_doctor_pg_round_taken_over login;
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
create policy own_patients on ward_patients to round_doctor_pg_round_taken_over using (doctor = current_user) with check (doctor = current_user);
create policy present_patients on ward_patients for select to round_nurse_pg_round_taken_over using (discharged_on is null);
create policy see_rounds on ward_rounds for select to round_nurse_pg_round_taken_over, round_doctor_pg_round_taken_over using (true);
create policy take_round on ward_rounds for insert to round_nurse_pg_round_taken_over with check (nurse = current_user);
create policy correct_round on ward_rounds for update to round_nurse_pg_round_taken_over using (true) with check (nurse = current_user);
grant select, insert on ward_patients to round_doctor_pg_round_taken_over;
grant select on ward_patients to round_nurse_pg_round_taken_over;
grant select, insert, update on ward_rounds to round_nurse_pg_round_taken_over;
grant select on ward_rounds to round_doctor_pg_round_taken_over;
create function discharge(no int) returns void language plpgsql security definer set search_path = public as $$
begin
  update ward_patients set discharged_on = current_date where patient_no = no and doctor = session_user;
  if not found then raise exception 'not your patient'; end if;
end $$;
revoke execute on function discharge(int) from public;
grant execute on function discharge(int) to round_doctor_pg_round_taken_over;
