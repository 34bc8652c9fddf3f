-- expect: error|warning dead homework
create table public.students (id uuid primary key default gen_random_uuid(), account uuid not null unique references auth.users(id), name text not null);
create table public.homework (id uuid primary key default gen_random_uuid(), student_id uuid not null references public.students(id) on delete cascade, body text not null);
alter table public.students enable row level security; alter table public.homework enable row level security;
create policy me on public.students for select to authenticated using (account = auth.uid());
create policy "read" on public.homework for select to authenticated using (exists (select 1 from public.students s where s.id = student_id and s.id = auth.uid()));
create policy "hand in" on public.homework for insert to authenticated with check (exists (select 1 from public.students s where s.id = student_id and s.account = auth.uid()));
