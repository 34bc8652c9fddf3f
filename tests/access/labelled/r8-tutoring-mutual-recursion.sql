-- Tutoring: students read their lessons through bookings, tutors read bookings through lessons: each policy asks the other.
-- expect: error|warning error lessons|bookings
-- also: error lesson_materials|lessons|bookings
create type public.booking_status as enum ('requested','confirmed','cancelled');
create table public.tutors (
  id uuid primary key references auth.users(id) on delete cascade,
  display_name text not null,
  subject text not null,
  hourly_rate integer not null check (hourly_rate between 5 and 300)
);
create table public.lessons (
  id uuid primary key default gen_random_uuid(),
  tutor_id uuid not null references public.tutors(id) on delete cascade,
  starts_at timestamptz not null,
  topic text
);
create table public.bookings (
  id uuid primary key default gen_random_uuid(),
  lesson_id uuid not null references public.lessons(id) on delete cascade,
  student_id uuid not null references auth.users(id) on delete cascade,
  status public.booking_status not null default 'requested',
  unique (lesson_id, student_id)
);
create table public.lesson_materials (
  id uuid primary key default gen_random_uuid(),
  lesson_id uuid not null references public.lessons(id) on delete cascade,
  file_path text not null
);
alter table public.tutors enable row level security;
alter table public.lessons enable row level security;
alter table public.bookings enable row level security;
alter table public.lesson_materials enable row level security;
create policy "tutors are public" on public.tutors for select using (true);
create policy "a tutor keeps the own card" on public.tutors for update using (id = auth.uid()) with check (id = auth.uid());
create policy "tutor sees own lessons" on public.lessons for all to authenticated
  using (tutor_id = auth.uid()) with check (tutor_id = auth.uid());
create policy "student sees booked lessons" on public.lessons for select to authenticated
  using (exists (select 1 from public.bookings b where b.lesson_id = lessons.id and b.student_id = auth.uid()));
create policy "student sees own bookings" on public.bookings for select to authenticated using (student_id = auth.uid());
create policy "tutor sees bookings of own lessons" on public.bookings for select to authenticated
  using (exists (select 1 from public.lessons l where l.id = bookings.lesson_id and l.tutor_id = auth.uid()));
create policy "student cancels" on public.bookings for delete to authenticated using (student_id = auth.uid());
create policy "materials of lessons one may see" on public.lesson_materials for select to authenticated
  using (exists (select 1 from public.lessons l where l.id = lesson_id));
