-- Ein Fußballverein: jedes Mitglied macht sich im eigenen Profil zum Trainer und liest dann alle Verletzungen.
-- expect: error|warning escalation profile
-- expect: error|warning forgery anwesenheit
create type public.vereinsrolle as enum ('spieler','trainer','vorstand');
create table public.profile (
  id uuid primary key references auth.users(id) on delete cascade,
  vorname text,
  nachname text,
  rolle public.vereinsrolle not null default 'spieler',
  mannschaft text check (mannschaft in ('U15','U17','U19','Herren'))
);
create table public.trainings (
  id bigint generated always as identity primary key,
  mannschaft text not null,
  beginn timestamptz not null,
  ort text
);
create table public.anwesenheit (
  training_id bigint not null references public.trainings(id) on delete cascade,
  spieler_id uuid not null references public.profile(id) on delete cascade,
  zugesagt boolean not null,
  grund text,
  primary key (training_id, spieler_id)
);
create table public.verletzungen (
  id bigint generated always as identity primary key,
  spieler_id uuid not null references public.profile(id) on delete cascade,
  befund text not null,
  bis date
);
alter table public.profile enable row level security;
alter table public.trainings enable row level security;
alter table public.anwesenheit enable row level security;
alter table public.verletzungen enable row level security;
create or replace function public.neues_mitglied() returns trigger language plpgsql security definer set search_path = '' as $$
begin
  insert into public.profile (id, vorname) values (new.id, new.raw_user_meta_data->>'name');
  return new;
end $$;
create trigger nach_anmeldung after insert on auth.users for each row execute function public.neues_mitglied();
create or replace function public.ist_trainer() returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.profile where id = (select auth.uid()) and rolle in ('trainer','vorstand')) $$;
create policy "Mitglieder sehen Mitglieder" on public.profile for select to authenticated using (true);
create policy "Eigenes Profil ändern" on public.profile for update to authenticated using (id = auth.uid()) with check (id = auth.uid());
create policy "Trainings lesen" on public.trainings for select to authenticated using (true);
create policy "Trainer verwalten Trainings" on public.trainings for all to authenticated using (public.ist_trainer()) with check (public.ist_trainer());
create policy "Anwesenheit lesen" on public.anwesenheit for select to authenticated using (spieler_id = auth.uid() or public.ist_trainer());
create policy "Zusagen" on public.anwesenheit for insert to authenticated with check (auth.uid() is not null);
create policy "Eigene Zusage ändern" on public.anwesenheit for update to authenticated using (spieler_id = auth.uid()) with check (spieler_id = auth.uid());
create policy "Eigene Verletzungen" on public.verletzungen for select to authenticated using (spieler_id = auth.uid() or public.ist_trainer());
create policy "Trainer tragen ein" on public.verletzungen for insert to authenticated with check (public.ist_trainer());
