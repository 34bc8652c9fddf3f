-- "auth.uid() IS NULL OR own": anonymous visitors see everything.
-- expect: error exposure|bypass medical_notes anon
-- also: exposure|tampering|forgery medical_notes
create table medical_notes (
  id uuid primary key default gen_random_uuid(),
  patient_id uuid not null references auth.users on delete cascade,
  note text not null,
  severity int check (severity in (1, 2, 3))
);
alter table medical_notes enable row level security;
create policy "own notes" on medical_notes for select using (auth.uid() is null or auth.uid() = patient_id);
create policy "write notes" on medical_notes for insert to authenticated with check (auth.uid() = patient_id);
create policy "edit notes" on medical_notes for update to authenticated using (auth.uid() = patient_id) with check (auth.uid() = patient_id);
