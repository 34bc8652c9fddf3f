-- An online academy: the policies call a helper in a schema that signed-in users may not enter.
-- expect: error|warning error|dead modules|enrolments|is_enrolled|private
-- also: error|dead modules|enrolments|is_enrolled|private
create schema private;
create table public.courses (
  id uuid primary key default gen_random_uuid(),
  teacher_id uuid not null references auth.users(id),
  title text not null,
  published boolean not null default false
);
create table public.enrolments (
  course_id uuid not null references public.courses(id) on delete cascade,
  student_id uuid not null references auth.users(id) on delete cascade,
  created_at timestamptz not null default now(),
  primary key (course_id, student_id)
);
create table public.modules (
  id uuid primary key default gen_random_uuid(),
  course_id uuid not null references public.courses(id) on delete cascade,
  position int not null,
  body text not null
);
create function private.is_enrolled(course uuid) returns boolean language plpgsql stable security definer set search_path = '' as $$
begin
  return exists (select 1 from public.enrolments e where e.course_id = course and e.student_id = auth.uid());
end $$;
revoke execute on function private.is_enrolled(uuid) from public;
alter table public.courses enable row level security;
alter table public.enrolments enable row level security;
alter table public.modules enable row level security;
create policy "published or own" on public.courses for select using (published or teacher_id = auth.uid());
create policy "teachers keep courses" on public.courses for all to authenticated using (teacher_id = auth.uid()) with check (teacher_id = auth.uid());
create policy "own enrolments" on public.enrolments for select to authenticated using (student_id = auth.uid());
create policy "enrol in published courses" on public.enrolments for insert to authenticated
  with check (student_id = auth.uid() and exists (select 1 from public.courses c where c.id = course_id and c.published));
create policy "students read modules" on public.modules for select to authenticated using (private.is_enrolled(course_id));
