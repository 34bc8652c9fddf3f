-- "student_id" inside the sub-query is the enrolment's own column: whoever is enrolled anywhere is not even asked for.
-- expect: error forgery|tampering progress authenticated
create table public.courses (id uuid primary key default gen_random_uuid(), title text not null, teacher_id uuid not null references auth.users);
create table public.enrollments (
  course_id uuid references public.courses on delete cascade,
  student_id uuid references auth.users on delete cascade,
  primary key (course_id, student_id)
);
create table public.progress (
  id uuid primary key default gen_random_uuid(),
  course_id uuid not null references public.courses on delete cascade,
  student_id uuid not null references auth.users,
  lesson int not null check (lesson > 0),
  score numeric(4,1) check (score between 0 and 100)
);
alter table public.courses enable row level security;
alter table public.enrollments enable row level security;
alter table public.progress enable row level security;
create policy "catalogue" on public.courses for select to authenticated using (true);
create policy "own enrolments" on public.enrollments for select to authenticated using (student_id = auth.uid());
create policy "teachers see enrolments" on public.enrollments for select to authenticated using (
  exists (select 1 from public.courses c where c.id = enrollments.course_id and c.teacher_id = auth.uid()));
create policy "own progress" on public.progress for select to authenticated using (student_id = auth.uid());
create policy "record progress" on public.progress for insert to authenticated with check (
  exists (select 1 from public.enrollments e where e.course_id = progress.course_id and e.student_id = student_id));
