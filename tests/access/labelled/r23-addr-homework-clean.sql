-- clean
create table public.courses (id uuid primary key default gen_random_uuid(), teacher_id uuid not null default auth.uid() references auth.users(id), title text not null);
alter table public.courses enable row level security;
create policy c on public.courses for select to authenticated using (true);
create policy ci on public.courses for insert to authenticated with check (teacher_id = auth.uid());
create policy cu on public.courses for update to authenticated using (teacher_id = auth.uid()) with check (teacher_id = auth.uid());
create function public.teaches(c uuid) returns boolean language sql stable security definer set search_path = '' as $$ select exists (select 1 from public.courses where id = c and teacher_id = auth.uid()) $$;
create table public.homework (id uuid primary key default gen_random_uuid(), course_id uuid not null references public.courses(id), pupil_id uuid not null references auth.users(id), task text not null, done boolean not null default false);
alter table public.homework enable row level security;
create policy h on public.homework for select to authenticated using (pupil_id = auth.uid() or public.teaches(course_id));
create policy hi on public.homework for insert to authenticated with check (public.teaches(course_id));
create policy hu on public.homework for update to authenticated using (pupil_id = auth.uid()) with check (pupil_id = auth.uid());
revoke update on public.homework from anon, authenticated; grant update (done) on public.homework to authenticated;
create policy hd on public.homework for delete to authenticated using (public.teaches(course_id));
