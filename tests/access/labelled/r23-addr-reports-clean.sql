-- clean
create table public.courses (id uuid primary key default gen_random_uuid(), teacher_id uuid not null default auth.uid() references auth.users(id), title text not null);
alter table public.courses enable row level security;
create policy c on public.courses for select to authenticated using (true);
create policy ci on public.courses for insert to authenticated with check (teacher_id = auth.uid());
create policy cu on public.courses for update to authenticated using (teacher_id = auth.uid()) with check (teacher_id = auth.uid());
create function public.teaches(c uuid) returns boolean language sql stable security definer set search_path = '' as $$ select exists (select 1 from public.courses where id = c and teacher_id = auth.uid()) $$;
create table public.reports (id uuid primary key default gen_random_uuid(), course_id uuid not null references public.courses(id), pupil_id uuid not null references auth.users(id), body text not null);
alter table public.reports enable row level security;
create policy h on public.reports for select to authenticated using (pupil_id = auth.uid() or course_id in (select id from public.courses where teacher_id = auth.uid()));
create policy hi on public.reports for insert to authenticated with check (course_id in (select id from public.courses where teacher_id = auth.uid()));
