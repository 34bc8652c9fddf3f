-- The client writes its purchase with the status 'paid', and paid lessons open.
-- expect: error escalation course_purchases|lessons authenticated
-- also: escalation|bypass|forgery|tampering course_purchases|lessons|lesson_progress
create table public.courses (id uuid primary key default gen_random_uuid(), teacher_id uuid not null default auth.uid() references auth.users(id), title text not null, price_cents int not null check (price_cents >= 0), published boolean not null default false);
create table public.lessons (id uuid primary key default gen_random_uuid(), course_id uuid not null references public.courses(id) on delete cascade, title text not null, video_url text not null, is_preview boolean not null default false);
create table public.course_purchases (id uuid primary key default gen_random_uuid(), course_id uuid not null references public.courses(id), student_id uuid not null default auth.uid() references auth.users(id), status text not null default 'pending' check (status in ('pending', 'paid', 'refunded')), unique (course_id, student_id));
create table public.lesson_progress (lesson_id uuid references public.lessons(id) on delete cascade, student_id uuid not null default auth.uid() references auth.users(id) on delete cascade, percent int not null default 0 check (percent between 0 and 100), primary key (lesson_id, student_id));
alter table public.courses enable row level security;
alter table public.lessons enable row level security;
alter table public.course_purchases enable row level security;
alter table public.lesson_progress enable row level security;
create policy r on public.courses for select using (published or teacher_id = auth.uid());
create policy w on public.courses for all to authenticated using (teacher_id = auth.uid()) with check (teacher_id = auth.uid());
create policy preview on public.lessons for select using (is_preview);
create policy bought on public.lessons for select to authenticated using (exists (select 1 from public.course_purchases p where p.course_id = lessons.course_id and p.student_id = auth.uid() and p.status = 'paid'));
create policy teach on public.lessons for all to authenticated using (exists (select 1 from public.courses c where c.id = course_id and c.teacher_id = auth.uid())) with check (exists (select 1 from public.courses c where c.id = course_id and c.teacher_id = auth.uid()));
create policy own on public.course_purchases for select to authenticated using (student_id = auth.uid());
create policy buy on public.course_purchases for insert to authenticated with check (student_id = auth.uid());
create policy own on public.lesson_progress for all to authenticated using (student_id = auth.uid()) with check (student_id = auth.uid());
