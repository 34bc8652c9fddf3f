-- What somebody may do stands in a JSON column of the row that they edit themselves.
-- expect: error escalation staff|incident_reports authenticated

create table public.offices (
  id uuid primary key default gen_random_uuid(),
  city text not null
);
create table public.staff (
  user_id uuid primary key references auth.users (id),
  office_id uuid not null references public.offices (id),
  nickname text,
  permissions jsonb not null default '{}'::jsonb
);
create table public.incident_reports (
  id uuid primary key default gen_random_uuid(),
  author_id uuid not null default auth.uid() references auth.users (id),
  body text not null
);
alter table public.offices enable row level security;
alter table public.staff enable row level security;
alter table public.incident_reports enable row level security;
create policy "offices" on public.offices for select to authenticated using (true);
create policy "own row" on public.staff for select to authenticated using (user_id = (select auth.uid()));
create policy "edit own row" on public.staff for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy "author or reader" on public.incident_reports for select to authenticated
  using (author_id = (select auth.uid()) or exists (
    select 1 from public.staff s where s.user_id = (select auth.uid()) and s.permissions ? 'incidents.read'));
create policy "report" on public.incident_reports for insert to authenticated with check (author_id = (select auth.uid()));
