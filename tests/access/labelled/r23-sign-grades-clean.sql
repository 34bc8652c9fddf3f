-- clean
-- Teachers enter grades for pupils under their own name.
create table public.teachers (user_id uuid primary key references auth.users(id) on delete cascade, subject text not null);
create table public.pupils (user_id uuid primary key references auth.users(id) on delete cascade, class text not null);
create table public.grades (id bigint generated always as identity primary key, pupil_id uuid not null references public.pupils(user_id), teacher_id uuid not null default auth.uid() references public.teachers(user_id), mark int not null check (mark between 1 and 6));
alter table public.teachers enable row level security; alter table public.pupils enable row level security; alter table public.grades enable row level security;
create policy t on public.teachers for select to authenticated using (true);
create policy p on public.pupils for select to authenticated using (user_id = auth.uid() or exists (select 1 from public.teachers t where t.user_id = auth.uid()));
create policy g on public.grades for select to authenticated using (pupil_id = auth.uid() or teacher_id = auth.uid());
create policy gi on public.grades for insert to authenticated with check (teacher_id = auth.uid() and exists (select 1 from public.teachers t where t.user_id = auth.uid()));
create policy gu on public.grades for update to authenticated using (teacher_id = auth.uid()) with check (teacher_id = auth.uid());
