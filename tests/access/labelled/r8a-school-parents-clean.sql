-- School: teachers of a class grade; students read own grades; parents read their children's.
-- clean
create table public.people (id uuid primary key references auth.users(id), full_name text not null);
create table public.classes (id uuid primary key default gen_random_uuid(), teacher_id uuid not null references public.people(id), title text not null);
create table public.enrollments (class_id uuid not null references public.classes(id) on delete cascade, student_id uuid not null references public.people(id), primary key (class_id, student_id));
create table public.guardians (parent_id uuid not null references public.people(id), child_id uuid not null references public.people(id), primary key (parent_id, child_id), check (parent_id <> child_id));
create table public.grades (id uuid primary key default gen_random_uuid(), class_id uuid not null, student_id uuid not null, score numeric(4,1) not null check (score between 0 and 20), comment text,
  foreign key (class_id, student_id) references public.enrollments(class_id, student_id) on delete cascade);
create function public.teaches(c uuid) returns boolean language sql stable security definer set search_path = '' as $$ select exists (select 1 from public.classes where id = c and teacher_id = auth.uid()) $$;
create function public.parent_of(s uuid) returns boolean language sql stable security definer set search_path = '' as $$ select exists (select 1 from public.guardians where child_id = s and parent_id = auth.uid()) $$;
create function public.enrolled(c uuid) returns boolean language sql stable security definer set search_path = '' as $$ select exists (select 1 from public.enrollments where class_id = c and student_id = auth.uid()) $$;
alter table public.people enable row level security;
alter table public.classes enable row level security;
alter table public.enrollments enable row level security;
alter table public.guardians enable row level security;
alter table public.grades enable row level security;
create policy people_self on public.people for select to authenticated using (id = auth.uid() or public.parent_of(id)
  or exists (select 1 from public.enrollments e join public.classes c on c.id = e.class_id where e.student_id = people.id and c.teacher_id = auth.uid()));
create policy classes_read on public.classes for select to authenticated using (teacher_id = auth.uid() or public.enrolled(id));
create policy classes_update on public.classes for update to authenticated using (teacher_id = auth.uid()) with check (teacher_id = auth.uid());
create policy enr_read on public.enrollments for select to authenticated using (student_id = auth.uid() or public.teaches(class_id) or public.parent_of(student_id));
create policy guard_read on public.guardians for select to authenticated using (auth.uid() in (parent_id, child_id));
create policy grades_read on public.grades for select to authenticated using (student_id = auth.uid() or public.parent_of(student_id) or public.teaches(class_id));
create policy grades_insert on public.grades for insert to authenticated with check (public.teaches(class_id));
create policy grades_update on public.grades for update to authenticated using (public.teaches(class_id)) with check (public.teaches(class_id));
create policy grades_delete on public.grades for delete to authenticated using (public.teaches(class_id));
