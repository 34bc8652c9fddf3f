-- clean
-- Zahnarztpraxis: Patienten sehen ihre Termine und Befunde, das Personal alles; das Personal steht in app_metadata.
create schema intern;
create table public.patienten (
  id uuid primary key default gen_random_uuid(),
  benutzer_id uuid unique references auth.users(id) on delete set null,
  vorname text not null,
  nachname text not null,
  geburtsdatum date not null check (geburtsdatum > '1900-01-01'),
  krankenkasse text
);
create table public.termine (
  id uuid primary key default gen_random_uuid(),
  patient_id uuid not null references public.patienten(id) on delete cascade,
  beginn timestamptz not null,
  dauer interval not null default interval '30 minutes',
  grund text,
  status text not null default 'angefragt' check (status in ('angefragt','bestätigt','abgesagt','erledigt'))
);
create table public.befunde (
  id uuid primary key default gen_random_uuid(),
  patient_id uuid not null references public.patienten(id) on delete cascade,
  zahn smallint check (zahn between 11 and 48),
  text text not null,
  freigegeben boolean not null default false
);
create function intern.ist_personal() returns boolean language sql stable set search_path = '' as
  $$ select coalesce((select auth.jwt() -> 'app_metadata' ->> 'rolle') in ('arzt','empfang'), false) $$;
create function intern.eigener_patient(p uuid) returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.patienten where id = p and benutzer_id = (select auth.uid())) $$;
grant usage on schema intern to authenticated;
revoke execute on all functions in schema intern from public;
grant execute on all functions in schema intern to authenticated;
alter table public.patienten enable row level security;
alter table public.termine enable row level security;
alter table public.befunde enable row level security;
create policy "eigene Akte" on public.patienten for select to authenticated using (benutzer_id = (select auth.uid()));
create policy "Personal führt Akten" on public.patienten for all to authenticated using (intern.ist_personal()) with check (intern.ist_personal());
create policy "eigene Termine" on public.termine for select to authenticated using (intern.eigener_patient(patient_id));
create policy "Termin anfragen" on public.termine for insert to authenticated with check (intern.eigener_patient(patient_id) and status = 'angefragt');
create policy "Termin absagen" on public.termine for update to authenticated
  using (intern.eigener_patient(patient_id) and status in ('angefragt','bestätigt'))
  with check (intern.eigener_patient(patient_id) and status = 'abgesagt');
create policy "Personal führt Termine" on public.termine for all to authenticated using (intern.ist_personal()) with check (intern.ist_personal());
create policy "freigegebene Befunde" on public.befunde for select to authenticated using (freigegeben and intern.eigener_patient(patient_id));
create policy "Personal führt Befunde" on public.befunde for all to authenticated using (intern.ist_personal()) with check (intern.ist_personal());
