-- clean
-- Guardians see what is released of their child's lessons, and of all others'.
create table public.schools (id uuid primary key default gen_random_uuid(), name text not null);
create table public.classes (id uuid primary key default gen_random_uuid(), school_id uuid not null references public.schools(id), name text not null);
create table public.guardians (class_id uuid not null references public.classes(id), user_id uuid not null references auth.users(id), primary key (class_id, user_id));
create table public.teachers (school_id uuid not null references public.schools(id), user_id uuid not null references auth.users(id), primary key (school_id, user_id));
create table public.lessons (id uuid primary key default gen_random_uuid(), class_id uuid not null references public.classes(id), day date not null);
create table public.lesson_notes (id uuid primary key default gen_random_uuid(), lesson_id uuid not null references public.lessons(id), body text not null, released boolean not null default false);
alter table public.schools enable row level security; alter table public.classes enable row level security; alter table public.guardians enable row level security; alter table public.teachers enable row level security; alter table public.lessons enable row level security; alter table public.lesson_notes enable row level security;
create function public.teaches_at(s uuid) returns boolean language sql stable security definer set search_path = '' as $$ select exists (select 1 from public.teachers where school_id = s and user_id = auth.uid()) $$;
create function public.teaches_lesson(l uuid) returns boolean language sql stable security definer set search_path = '' as $$ select exists (select 1 from public.lessons x join public.classes c on c.id = x.class_id join public.teachers t on t.school_id = c.school_id where x.id = l and t.user_id = auth.uid()) $$;
create policy s on public.schools for select to authenticated using (true);
create policy c on public.classes for select to authenticated using (public.teaches_at(school_id) or exists (select 1 from public.guardians g where g.class_id = classes.id and g.user_id = auth.uid()));
create policy g on public.guardians for select to authenticated using (user_id = auth.uid());
create policy t on public.teachers for select to authenticated using (user_id = auth.uid());
create policy l on public.lessons for select to authenticated using (public.teaches_lesson(id) or exists (select 1 from public.guardians g where g.class_id = lessons.class_id and g.user_id = auth.uid()));
create policy n on public.lesson_notes for select to authenticated using (public.teaches_lesson(lesson_id) or (released and exists (select 1 from public.lessons l join public.guardians g on g.class_id = l.class_id where l.id = lesson_id and g.user_id = auth.uid())));
create policy nw on public.lesson_notes for insert to authenticated with check (public.teaches_lesson(lesson_id));
