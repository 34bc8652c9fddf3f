-- The average is counted by a trigger that runs as the student, who may not change the course; the notes have a
-- restrictive policy for reading and no permissive one.
-- expect: error|warning dead refresh_average|courses|ratings authenticated
-- expect: error|warning dead lesson_notes authenticated

create table public.courses (
  id uuid primary key default gen_random_uuid(),
  instructor_id uuid not null default auth.uid() references auth.users (id),
  title text not null,
  average numeric(3, 2),
  rating_count int not null default 0
);
create table public.ratings (
  course_id uuid not null references public.courses (id),
  student_id uuid not null default auth.uid() references auth.users (id),
  stars int not null check (stars between 1 and 5),
  primary key (course_id, student_id)
);
create table public.lesson_notes (
  id uuid primary key default gen_random_uuid(),
  student_id uuid not null default auth.uid() references auth.users (id),
  course_id uuid not null references public.courses (id),
  note text not null
);
alter table public.courses enable row level security;
alter table public.ratings enable row level security;
alter table public.lesson_notes enable row level security;
create policy "catalogue" on public.courses for select using (true);
create policy "offer" on public.courses for insert to authenticated with check (instructor_id = auth.uid());
create policy "instructor changes" on public.courses for update to authenticated using (instructor_id = auth.uid());
create policy "ratings are public" on public.ratings for select using (true);
create policy "rate" on public.ratings for insert to authenticated
  with check (student_id = auth.uid()
    and not exists (select 1 from public.courses c where c.id = course_id and c.instructor_id = auth.uid()));
create policy "rate again" on public.ratings for update to authenticated
  using (student_id = auth.uid()) with check (student_id = auth.uid());
create policy "notes are private" on public.lesson_notes as restrictive for select to authenticated
  using (student_id = auth.uid());
create policy "take a note" on public.lesson_notes for insert to authenticated with check (student_id = auth.uid());
create policy "change a note" on public.lesson_notes for update to authenticated using (student_id = auth.uid());

create function public.refresh_average() returns trigger language plpgsql set search_path = '' as $$
begin
  update public.courses c
  set average = (select avg(r.stars) from public.ratings r where r.course_id = c.id),
      rating_count = (select count(*) from public.ratings r where r.course_id = c.id)
  where c.id = new.course_id;
  return new;
end $$;
create trigger refresh_average after insert or update on public.ratings
  for each row execute function public.refresh_average();
