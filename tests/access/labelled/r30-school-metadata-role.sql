-- The role is read from user_metadata, which every user writes himself through the auth API.
-- expect: error|warning escalation|tampering|bypass|exposure pupils|grades|absences|is_teacher authenticated
-- also: escalation|tampering|bypass|exposure|forgery pupils|grades|absences|is_teacher|users
create table public.pupils (
  id uuid primary key references auth.users (id) on delete cascade,
  class text not null
);
create table public.grades (
  id bigint generated always as identity primary key,
  pupil_id uuid not null references public.pupils (id) on delete cascade,
  subject text not null,
  grade numeric(2,1) not null check (grade between 1 and 6)
);
create table public.absences (
  id bigint generated always as identity primary key,
  pupil_id uuid not null references public.pupils (id) on delete cascade,
  day date not null,
  reason text
);
alter table public.pupils enable row level security;
alter table public.grades enable row level security;
alter table public.absences enable row level security;
create function public.is_teacher() returns boolean language sql stable as $$
  select coalesce(auth.jwt() -> 'user_metadata' ->> 'role', '') = 'teacher'
$$;
create policy "own card or teacher" on public.pupils for select to authenticated using (id = auth.uid() or public.is_teacher());
create policy "own grades" on public.grades for select to authenticated using (pupil_id = auth.uid());
create policy "teachers grade" on public.grades for all to authenticated using (public.is_teacher()) with check (public.is_teacher());
create policy "own absences" on public.absences for select to authenticated using (pupil_id = auth.uid());
create policy "teachers read absences" on public.absences for select to authenticated using (public.is_teacher());
