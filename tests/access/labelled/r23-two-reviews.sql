-- expect: error|warning forgery reviews
-- A lesson between teacher and pupil; whoever took part reviews, in anybody's name.
create table public.lessons (id uuid primary key default gen_random_uuid(), teacher_id uuid not null references auth.users(id), pupil_id uuid not null references auth.users(id), held_on date not null default current_date, constraint two check (teacher_id <> pupil_id));
create table public.reviews (lesson_id uuid not null references public.lessons(id), reviewer_id uuid not null default auth.uid() references auth.users(id), stars int not null check (stars between 1 and 5), body text, primary key (lesson_id, reviewer_id));
alter table public.lessons enable row level security; alter table public.reviews enable row level security;
create policy "l" on public.lessons for select to authenticated using (teacher_id = auth.uid() or pupil_id = auth.uid());
create policy "offer" on public.lessons for insert to authenticated with check (teacher_id = auth.uid());
create policy "r" on public.reviews for select using (true);
create policy "ri" on public.reviews for insert to authenticated with check (lesson_id in (select l.id from public.lessons l));
create policy "ru" on public.reviews for update to authenticated using (reviewer_id = auth.uid()) with check (reviewer_id = auth.uid());
