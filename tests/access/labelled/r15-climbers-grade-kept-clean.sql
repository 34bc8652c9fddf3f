-- The same, where the check holds the grade to what it was.
-- clean

create table public.climbers (
  id uuid primary key references auth.users (id),
  nickname text,
  grade text not null default 'novice' check (grade in ('novice', 'guide', 'warden'))
);
create table public.accidents (
  id uuid primary key default gen_random_uuid(),
  victim_id uuid not null default auth.uid() references auth.users (id),
  report text not null
);
alter table public.climbers enable row level security;
alter table public.accidents enable row level security;
create function public.my_grade() returns text language sql stable security definer set search_path = '' as
  $$ select c.grade from public.climbers c where c.id = auth.uid() $$;
create policy "edit self" on public.climbers for update to authenticated
  using (id = auth.uid()) with check (id = auth.uid() and grade = public.my_grade());
create policy "self" on public.climbers for select to authenticated using (id = auth.uid());
create policy "victims" on public.accidents for select to authenticated using (victim_id = auth.uid());
create policy "report" on public.accidents for insert to authenticated with check (victim_id = auth.uid());
create policy "wardens" on public.accidents for select to authenticated
  using ((select c.grade from public.climbers c where c.id = auth.uid()) in ('warden'));
