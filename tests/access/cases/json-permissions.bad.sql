-- What somebody may do stands in a JSON column of the row that they edit themselves.
-- expect: error self-promotion staff
create table public.staff (user_id uuid primary key references auth.users(id), permissions jsonb not null default '{}');
create table public.reports (id uuid primary key default gen_random_uuid(), author_id uuid not null references auth.users(id), body text not null);
alter table public.staff enable row level security;
alter table public.reports enable row level security;
create policy own on public.staff for select to authenticated using (user_id = auth.uid());
create policy edit on public.staff for update to authenticated using (user_id = auth.uid());
create policy readers on public.reports for select to authenticated using (author_id = auth.uid() or exists (
  select 1 from public.staff s where s.user_id = auth.uid() and s.permissions ?& array['read', 'reports']));
