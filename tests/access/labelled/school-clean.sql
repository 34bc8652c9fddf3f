-- Staff is written by the service; teachers grade, students hand in.
-- clean
create table courses (id uuid primary key default gen_random_uuid(), name text not null, lead_teacher uuid not null references auth.users);
create table course_staff (course_id uuid references courses on delete cascade, teacher_id uuid references auth.users on delete cascade, primary key (course_id, teacher_id));
create table enrollments (course_id uuid references courses on delete cascade, student_id uuid references auth.users on delete cascade, primary key (course_id, student_id));
create table submissions (
  id uuid primary key default gen_random_uuid(),
  course_id uuid not null,
  student_id uuid not null,
  answer text not null,
  grade numeric(3,1) check (grade between 0 and 10),
  foreign key (course_id, student_id) references enrollments (course_id, student_id)
);
create function teaches(c uuid) returns boolean language sql stable security definer set search_path = public as
$$ select exists (select 1 from course_staff where course_id = c and teacher_id = auth.uid()) $$;
alter table courses enable row level security;
alter table course_staff enable row level security;
alter table enrollments enable row level security;
alter table submissions enable row level security;
create policy "courses are listed" on courses for select to authenticated using (true);
create policy "staff is listed" on course_staff for select to authenticated using (true);
create policy "lead adds staff" on course_staff for insert to authenticated with check (
  exists (select 1 from courses c where c.id = course_id and c.lead_teacher = auth.uid()));
create policy "enroll oneself" on enrollments for insert to authenticated with check (student_id = auth.uid());
create policy "own enrollments" on enrollments for select to authenticated using (student_id = auth.uid() or teaches(course_id));
create policy "read submissions" on submissions for select to authenticated using (student_id = auth.uid() or teaches(course_id));
create policy "hand in" on submissions for insert to authenticated with check (student_id = auth.uid() and grade is null);
create policy "grade" on submissions for update to authenticated using (teaches(course_id)) with check (teaches(course_id));
