-- A physiotherapist's booking page. The "calendar" view was made for the public page and took the notes along.
-- expect: error bypass calendar|appointments anon
create type public.appt_status as enum ('requested', 'confirmed', 'done', 'cancelled');
create table public.therapists (
  id uuid primary key references auth.users(id) on delete cascade,
  display_name text not null,
  bio text
);
create table public.services (
  id serial primary key,
  therapist_id uuid not null references public.therapists(id) on delete cascade,
  title text not null,
  minutes int not null check (minutes in (30, 45, 60, 90))
);
create table public.appointments (
  id uuid primary key default gen_random_uuid(),
  therapist_id uuid not null references public.therapists(id),
  patient_id uuid not null references auth.users(id) on delete cascade,
  service_id int references public.services(id),
  starts_at timestamptz not null,
  status public.appt_status not null default 'requested',
  complaint text,
  phone text
);
alter table public.therapists enable row level security;
alter table public.services enable row level security;
alter table public.appointments enable row level security;
create policy "Therapists are public" on public.therapists for select using (true);
create policy "Therapist edits own page" on public.therapists for update to authenticated
  using (id = auth.uid()) with check (id = auth.uid());
create policy "Services are public" on public.services for select using (true);
create policy "Therapist manages services" on public.services for all to authenticated
  using (therapist_id = auth.uid()) with check (therapist_id = auth.uid());
create policy "Patient sees own appointments" on public.appointments for select to authenticated using (patient_id = auth.uid());
create policy "Therapist sees own appointments" on public.appointments for select to authenticated using (therapist_id = auth.uid());
create policy "Patient requests" on public.appointments for insert to authenticated
  with check (patient_id = auth.uid() and status = 'requested');
create policy "Therapist confirms" on public.appointments for update to authenticated
  using (therapist_id = auth.uid()) with check (therapist_id = auth.uid());
revoke update on public.appointments from anon, authenticated;
grant update (status, starts_at) on public.appointments to authenticated;
-- for the week view on the landing page
create view public.calendar as
  select a.id, a.therapist_id, t.display_name, a.patient_id, a.starts_at, a.status, a.complaint, a.phone
  from public.appointments a join public.therapists t on t.id = a.therapist_id
  where a.status in ('requested', 'confirmed');
grant select on public.calendar to anon, authenticated;
