-- Ten tables by offices, and row security was never switched on for the offices themselves.
-- expect: error escalation|exposure|bypass|tampering user_offices authenticated|anon
-- also: escalation|exposure|bypass|tampering|forgery user_offices

create table public.user_offices (
  user_id uuid not null references auth.users (id),
  office text not null check (office in ('head', 'teacher', 'clerk')),
  primary key (user_id, office)
);
create function public.has_office(o text) returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.user_offices u where u.user_id = auth.uid() and u.office = o) $$;
create policy "own offices" on public.user_offices for select to authenticated using (user_id = (select auth.uid()));
create policy "heads appoint" on public.user_offices for insert to authenticated with check (public.has_office('head'));
create policy "heads dismiss" on public.user_offices for delete to authenticated using (public.has_office('head'));

create table public.pupils (
  id uuid primary key default gen_random_uuid(),
  full_name text not null, birth_date date
);
alter table public.pupils enable row level security;
create policy "pupils read" on public.pupils for select to authenticated using (public.has_office('teacher') or public.has_office('head'));
create policy "pupils add" on public.pupils for insert to authenticated with check (public.has_office('clerk'));
create policy "pupils change" on public.pupils for update to authenticated
  using (public.has_office('clerk')) with check (public.has_office('clerk'));
create policy "pupils remove" on public.pupils for delete to authenticated using (public.has_office('clerk'));

create table public.classes (
  id uuid primary key default gen_random_uuid(),
  name text not null, year int not null check (year between 1 and 13)
);
alter table public.classes enable row level security;
create policy "classes read" on public.classes for select to authenticated using (public.has_office('teacher') or public.has_office('head'));
create policy "classes add" on public.classes for insert to authenticated with check (public.has_office('head'));
create policy "classes change" on public.classes for update to authenticated
  using (public.has_office('head')) with check (public.has_office('head'));
create policy "classes remove" on public.classes for delete to authenticated using (public.has_office('head'));

create table public.timetables (
  id uuid primary key default gen_random_uuid(),
  day text not null check (day in ('mon', 'tue', 'wed', 'thu', 'fri')), plan jsonb not null default '[]'
);
alter table public.timetables enable row level security;
create policy "timetables read" on public.timetables for select to authenticated using (public.has_office('teacher') or public.has_office('head'));
create policy "timetables add" on public.timetables for insert to authenticated with check (public.has_office('head'));
create policy "timetables change" on public.timetables for update to authenticated
  using (public.has_office('head')) with check (public.has_office('head'));
create policy "timetables remove" on public.timetables for delete to authenticated using (public.has_office('head'));

create table public.absences (
  id uuid primary key default gen_random_uuid(),
  pupil text not null, day date not null default current_date
);
alter table public.absences enable row level security;
create policy "absences read" on public.absences for select to authenticated using (public.has_office('teacher') or public.has_office('head'));
create policy "absences add" on public.absences for insert to authenticated with check (public.has_office('teacher'));
create policy "absences change" on public.absences for update to authenticated
  using (public.has_office('teacher')) with check (public.has_office('teacher'));
create policy "absences remove" on public.absences for delete to authenticated using (public.has_office('teacher'));

create table public.contracts (
  id uuid primary key default gen_random_uuid(),
  party text not null, cents bigint not null
);
alter table public.contracts enable row level security;
create policy "contracts read" on public.contracts for select to authenticated using (public.has_office('head') or public.has_office('head'));
create policy "contracts add" on public.contracts for insert to authenticated with check (public.has_office('head'));
create policy "contracts change" on public.contracts for update to authenticated
  using (public.has_office('head')) with check (public.has_office('head'));
create policy "contracts remove" on public.contracts for delete to authenticated using (public.has_office('head'));

create table public.purchases (
  id uuid primary key default gen_random_uuid(),
  what text not null, cents int not null check (cents > 0)
);
alter table public.purchases enable row level security;
create policy "purchases read" on public.purchases for select to authenticated using (public.has_office('clerk') or public.has_office('head'));
create policy "purchases add" on public.purchases for insert to authenticated with check (public.has_office('clerk'));
create policy "purchases change" on public.purchases for update to authenticated
  using (public.has_office('clerk')) with check (public.has_office('clerk'));
create policy "purchases remove" on public.purchases for delete to authenticated using (public.has_office('clerk'));

create table public.rooms (
  id uuid primary key default gen_random_uuid(),
  label text not null unique
);
alter table public.rooms enable row level security;
create policy "rooms read" on public.rooms for select to authenticated using (public.has_office('teacher') or public.has_office('head'));
create policy "rooms add" on public.rooms for insert to authenticated with check (public.has_office('clerk'));
create policy "rooms change" on public.rooms for update to authenticated
  using (public.has_office('clerk')) with check (public.has_office('clerk'));
create policy "rooms remove" on public.rooms for delete to authenticated using (public.has_office('clerk'));

create table public.reports (
  id uuid primary key default gen_random_uuid(),
  pupil text not null, text text not null
);
alter table public.reports enable row level security;
create policy "reports read" on public.reports for select to authenticated using (public.has_office('teacher') or public.has_office('head'));
create policy "reports add" on public.reports for insert to authenticated with check (public.has_office('teacher'));
create policy "reports change" on public.reports for update to authenticated
  using (public.has_office('teacher')) with check (public.has_office('teacher'));
create policy "reports remove" on public.reports for delete to authenticated using (public.has_office('teacher'));

create table public.keys (
  id uuid primary key default gen_random_uuid(),
  holder text not null, room text not null
);
alter table public.keys enable row level security;
create policy "keys read" on public.keys for select to authenticated using (public.has_office('clerk') or public.has_office('head'));
create policy "keys add" on public.keys for insert to authenticated with check (public.has_office('clerk'));
create policy "keys change" on public.keys for update to authenticated
  using (public.has_office('clerk')) with check (public.has_office('clerk'));
create policy "keys remove" on public.keys for delete to authenticated using (public.has_office('clerk'));
