-- Teachers grade, students read their own; but a student may update its submission, grade included. No other policy trusts grade, yet "graded_by" is the caller's column for teachers.
-- expect: error escalation course_staff authenticated
-- also: escalation|bypass|forgery|tampering submissions|courses|course_staff
create table courses (id uuid primary key default gen_random_uuid(), name text not null);
create table course_staff (course_id uuid references courses on delete cascade, teacher_id uuid references auth.users on delete cascade, primary key (course_id, teacher_id));
create table enrollments (course_id uuid references courses on delete cascade, student_id uuid references auth.users on delete cascade, primary key (course_id, student_id));
create table submissions (
  id uuid primary key default gen_random_uuid(),
  course_id uuid not null references courses on delete cascade,
  student_id uuid not null references auth.users on delete cascade,
  answer text not null,
  grade numeric(3,1) check (grade between 0 and 10),
  feedback text
);
create function teaches(c uuid) returns boolean language sql stable security definer set search_path = public as
$$ select exists (select 1 from course_staff where course_id = c and teacher_id = auth.uid()) $$;
alter table courses enable row level security;
alter table course_staff enable row level security;
alter table enrollments enable row level security;
alter table submissions enable row level security;
create policy "courses are listed" on courses for select to authenticated using (true);
create policy "staff is listed" on course_staff for select to authenticated using (true);
create policy "register as teacher" on course_staff for insert to authenticated with check (teacher_id = auth.uid());
create policy "own enrollments" on enrollments for select to authenticated using (student_id = auth.uid() or teaches(course_id));
create policy "read submissions" on submissions for select to authenticated using (student_id = auth.uid() or teaches(course_id));
create policy "hand in" on submissions for insert to authenticated with check (
  student_id = auth.uid() and grade is null and exists (select 1 from enrollments e where e.course_id = submissions.course_id and e.student_id = auth.uid()));
create policy "grade" on submissions for update to authenticated using (teaches(course_id)) with check (teaches(course_id));
