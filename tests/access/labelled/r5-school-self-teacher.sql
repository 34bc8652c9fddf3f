-- A pupil writes role = 'teacher' on his own profile and reads and changes everyone's grades.
-- expect: error escalation profiles authenticated
-- also: tampering|forgery grades
create type public.user_role as enum ('student', 'teacher', 'principal');
create table public.profiles (
  id uuid primary key references auth.users(id) on delete cascade,
  display_name text not null default '',
  role public.user_role not null default 'student'
);
create table public.courses (
  id serial primary key,
  title text not null,
  term text not null check (term in ('spring', 'autumn'))
);
create table public.enrollments (
  course_id int not null references public.courses(id),
  student_id uuid not null references public.profiles(id) on delete cascade,
  primary key (course_id, student_id)
);
create table public.grades (
  id serial primary key,
  course_id int not null references public.courses(id),
  student_id uuid not null references public.profiles(id) on delete cascade,
  points numeric(4,1) not null check (points >= 0 and points <= 100),
  graded_at date not null default current_date
);
create function public.handle_new_user() returns trigger language plpgsql security definer set search_path = public as $$
begin
  insert into public.profiles (id, display_name) values (new.id, coalesce(new.raw_user_meta_data->>'name', ''));
  return new;
end; $$;
create trigger on_auth_user_created after insert on auth.users for each row execute procedure public.handle_new_user();
create function public.is_teacher() returns boolean language sql stable security definer set search_path = public as
$$ select exists (select 1 from profiles where id = auth.uid() and role in ('teacher', 'principal')) $$;

alter table public.profiles enable row level security;
alter table public.courses enable row level security;
alter table public.enrollments enable row level security;
alter table public.grades enable row level security;
create policy "read own profile or as teacher" on public.profiles for select using (id = auth.uid() or is_teacher());
create policy "update own profile" on public.profiles for update using (id = auth.uid()) with check (id = auth.uid());
create policy "courses are listed" on public.courses for select to authenticated using (true);
create policy "teachers manage courses" on public.courses for all to authenticated using (is_teacher()) with check (is_teacher());
create policy "own enrollments" on public.enrollments for select using (student_id = auth.uid() or is_teacher());
create policy "teachers enroll" on public.enrollments for insert with check (is_teacher());
create policy "teachers unenroll" on public.enrollments for delete using (is_teacher());
create policy "own grades" on public.grades for select using (student_id = auth.uid() or is_teacher());
create policy "teachers grade" on public.grades for insert with check (is_teacher());
create policy "teachers regrade" on public.grades for update using (is_teacher());
