-- Eine Kochschule online: courses ask the enrollments, enrollments ask the courses.
-- expect: error|warning error courses|enrollments
-- also: error courses|enrollments|lessons|reviews|lesson_progress|course_rating
create type public.app_role as enum ('admin','instructor','student');
create table public.profiles (
  id uuid primary key references auth.users(id) on delete cascade,
  display_name text not null default '',
  bio text,
  avatar_url text
);
create table public.user_roles (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users(id) on delete cascade,
  role public.app_role not null,
  unique (user_id, role)
);
create table public.courses (
  id uuid primary key default gen_random_uuid(),
  instructor_id uuid not null references public.profiles(id),
  title text not null,
  slug text not null unique check (slug = lower(slug)),
  price_cents int not null default 0 check (price_cents >= 0),
  status text not null default 'draft' check (status in ('draft','published','archived'))
);
create table public.lessons (
  id uuid primary key default gen_random_uuid(),
  course_id uuid not null references public.courses(id) on delete cascade,
  position int not null check (position > 0),
  title text not null,
  video_url text,
  free_preview boolean not null default false,
  unique (course_id, position)
);
create table public.enrollments (
  id uuid primary key default gen_random_uuid(),
  course_id uuid not null references public.courses(id) on delete cascade,
  student_id uuid not null references public.profiles(id) on delete cascade,
  enrolled_at timestamptz not null default now(),
  unique (course_id, student_id)
);
create table public.lesson_progress (
  lesson_id uuid not null references public.lessons(id) on delete cascade,
  student_id uuid not null references public.profiles(id) on delete cascade,
  seconds int not null default 0 check (seconds >= 0),
  completed boolean not null default false,
  primary key (lesson_id, student_id)
);
create table public.reviews (
  id uuid primary key default gen_random_uuid(),
  course_id uuid not null references public.courses(id) on delete cascade,
  student_id uuid not null references public.profiles(id) on delete cascade,
  stars smallint not null check (stars between 1 and 5),
  body text,
  unique (course_id, student_id)
);
create table public.payments (
  id uuid primary key default gen_random_uuid(),
  course_id uuid not null references public.courses(id),
  student_id uuid not null references public.profiles(id),
  amount_cents int not null check (amount_cents >= 0),
  provider_ref text unique,
  status text not null default 'pending' check (status in ('pending','succeeded','failed'))
);
create table public.certificates (
  id uuid primary key default gen_random_uuid(),
  course_id uuid not null references public.courses(id),
  student_id uuid not null references public.profiles(id),
  code text not null unique default upper(substr(md5(gen_random_uuid()::text), 1, 12)),
  issued_at timestamptz not null default now(),
  unique (course_id, student_id)
);
create or replace function public.has_role(_user_id uuid, _role public.app_role) returns boolean language sql stable security definer set search_path = public as
  $$ select exists (select 1 from public.user_roles where user_id = _user_id and role = _role) $$;
create or replace function public.is_enrolled(_course uuid) returns boolean language sql stable security definer set search_path = public as
  $$ select exists (select 1 from public.enrollments where course_id = _course and student_id = auth.uid()) $$;
create or replace function public.teaches(_course uuid) returns boolean language sql stable security definer set search_path = public as
  $$ select exists (select 1 from public.courses where id = _course and instructor_id = auth.uid()) $$;
create or replace function public.handle_new_user() returns trigger language plpgsql security definer set search_path = public as $$
begin
  insert into public.profiles (id, display_name) values (new.id, coalesce(new.raw_user_meta_data->>'name', ''));
  insert into public.user_roles (user_id, role) values (new.id, 'student');
  return new;
end $$;
create trigger on_auth_user_created after insert on auth.users for each row execute function public.handle_new_user();
alter table public.profiles enable row level security;
alter table public.user_roles enable row level security;
alter table public.courses enable row level security;
alter table public.lessons enable row level security;
alter table public.enrollments enable row level security;
alter table public.lesson_progress enable row level security;
alter table public.reviews enable row level security;
alter table public.payments enable row level security;
alter table public.certificates enable row level security;
create policy "Profiles are viewable by everyone" on public.profiles for select using (true);
create policy "Users can update own profile" on public.profiles for update to authenticated using (auth.uid() = id) with check (auth.uid() = id);
create policy "Users can view own roles" on public.user_roles for select to authenticated using (user_id = auth.uid());
create policy "Admins manage roles" on public.user_roles for all to authenticated using (public.has_role(auth.uid(), 'admin')) with check (public.has_role(auth.uid(), 'admin'));
create policy "Published courses" on public.courses for select using (status = 'published' or instructor_id = auth.uid() or exists (select 1 from public.enrollments e where e.course_id = courses.id and e.student_id = auth.uid()));
create policy "Instructors create courses" on public.courses for insert to authenticated with check (instructor_id = auth.uid() and public.has_role(auth.uid(), 'instructor'));
create policy "Instructors update own courses" on public.courses for update to authenticated using (instructor_id = auth.uid()) with check (instructor_id = auth.uid());
create policy "Previews, own and enrolled lessons" on public.lessons for select
  using ((free_preview and exists (select 1 from public.courses c where c.id = course_id and c.status = 'published')) or public.is_enrolled(course_id) or public.teaches(course_id));
create policy "Instructors manage lessons" on public.lessons for all to authenticated using (public.teaches(course_id)) with check (public.teaches(course_id));
create policy "Own enrollments" on public.enrollments for select to authenticated using (student_id = auth.uid() or exists (select 1 from public.courses c where c.id = enrollments.course_id and c.instructor_id = auth.uid()));
create policy "Free courses may be joined" on public.enrollments for insert to authenticated
  with check (student_id = auth.uid() and exists (select 1 from public.courses c where c.id = course_id and c.status = 'published' and c.price_cents = 0));
create policy "Own progress" on public.lesson_progress for select to authenticated using (student_id = auth.uid());
create policy "Note own progress" on public.lesson_progress for insert to authenticated
  with check (student_id = auth.uid() and exists (select 1 from public.lessons l where l.id = lesson_id and public.is_enrolled(l.course_id)));
create policy "Update own progress" on public.lesson_progress for update to authenticated using (student_id = auth.uid())
  with check (student_id = auth.uid() and exists (select 1 from public.lessons l where l.id = lesson_id and public.is_enrolled(l.course_id)));
create policy "Reviews are public" on public.reviews for select using (true);
create policy "Enrolled students review" on public.reviews for insert to authenticated with check (student_id = auth.uid() and public.is_enrolled(course_id));
create policy "Edit own review" on public.reviews for update to authenticated using (student_id = auth.uid()) with check (student_id = auth.uid() and public.is_enrolled(course_id));
create policy "Delete own review" on public.reviews for delete to authenticated using (student_id = auth.uid());
create policy "Own payments" on public.payments for select to authenticated using (student_id = auth.uid());
create policy "Own certificates" on public.certificates for select to authenticated using (student_id = auth.uid());
create or replace function public.verify_certificate(p_code text) returns table (course text, issued_at timestamptz) language sql stable security definer set search_path = public as $$
  select c.title, x.issued_at from certificates x join courses c on c.id = x.course_id where x.code = upper(trim(p_code))
$$;
create or replace function public.course_rating(p_course uuid) returns numeric language sql stable as
  $$ select round(avg(stars), 1) from public.reviews where course_id = p_course $$;
