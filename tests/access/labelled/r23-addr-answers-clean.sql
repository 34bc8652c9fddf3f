-- clean
create table public.courses (id uuid primary key default gen_random_uuid(), teacher_id uuid not null default auth.uid() references auth.users(id), title text not null);
alter table public.courses enable row level security;
create policy c on public.courses for select to authenticated using (true);
create policy ci on public.courses for insert to authenticated with check (teacher_id = auth.uid());
create policy cu on public.courses for update to authenticated using (teacher_id = auth.uid()) with check (teacher_id = auth.uid());
create function public.teaches(c uuid) returns boolean language sql stable security definer set search_path = '' as $$ select exists (select 1 from public.courses where id = c and teacher_id = auth.uid()) $$;
create table public.enrolments (course_id uuid not null references public.courses(id), pupil_id uuid not null references auth.users(id), primary key (course_id, pupil_id));
create table public.answers (id uuid primary key default gen_random_uuid(), course_id uuid not null references public.courses(id), pupil_id uuid not null references auth.users(id), body text not null);
alter table public.enrolments enable row level security; alter table public.answers enable row level security;
create function public.in_course(c uuid) returns boolean language sql stable security definer set search_path = '' as $$ select exists (select 1 from public.enrolments where course_id = c and pupil_id = auth.uid()) $$;
create policy e on public.enrolments for select to authenticated using (pupil_id = auth.uid() or public.teaches(course_id));
create policy ei on public.enrolments for insert to authenticated with check (public.teaches(course_id));
create policy a on public.answers for select to authenticated using (pupil_id = auth.uid() or public.teaches(course_id));
create policy ai on public.answers for insert to authenticated with check (pupil_id = auth.uid() and public.in_course(course_id));
create policy au on public.answers for update to authenticated using (pupil_id = auth.uid()) with check (pupil_id = auth.uid() and public.in_course(course_id));
