-- Handwerkerportal: solange ein Angebot offen ist, darf es jeder ändern, und die Aufträge wechseln unbemerkt den Besitzer.
-- expect: error|warning tampering angebote
-- expect: error|warning tampering auftraege
create table public.betriebe (
  id uuid primary key references auth.users(id) on delete cascade,
  firma text not null,
  gewerk text not null check (gewerk in ('maler','elektro','sanitaer','tischler')),
  plz text check (plz ~ '^\d{5}$')
);
create table public.auftraege (
  id uuid primary key default gen_random_uuid(),
  kunde_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  titel text not null,
  beschreibung text,
  veroeffentlicht boolean not null default true
);
create table public.angebote (
  id uuid primary key default gen_random_uuid(),
  auftrag_id uuid not null references public.auftraege(id) on delete cascade,
  betrieb_id uuid not null references public.betriebe(id) on delete cascade,
  preis numeric(10,2) not null check (preis > 0),
  status text not null default 'offen' check (status in ('offen','angenommen','abgelehnt')),
  unique (auftrag_id, betrieb_id)
);
alter table public.betriebe enable row level security;
alter table public.auftraege enable row level security;
alter table public.angebote enable row level security;
create policy "Betriebe sind öffentlich" on public.betriebe for select using (true);
create policy "Betrieb anlegen" on public.betriebe for insert to authenticated with check (id = auth.uid());
create policy "Betrieb pflegen" on public.betriebe for update to authenticated using (id = auth.uid()) with check (id = auth.uid());
create policy "Aufträge lesen" on public.auftraege for select to authenticated using (veroeffentlicht or kunde_id = auth.uid());
create policy "Auftrag einstellen" on public.auftraege for insert to authenticated with check (kunde_id = auth.uid());
create policy "Auftrag ändern" on public.auftraege for update to authenticated using (kunde_id = auth.uid()) with check (veroeffentlicht is not null);
create policy "Angebote lesen" on public.angebote for select to authenticated
  using (betrieb_id = auth.uid() or status = 'offen' or exists (select 1 from public.auftraege a where a.id = auftrag_id and a.kunde_id = auth.uid()));
create policy "Angebot abgeben" on public.angebote for insert to authenticated with check (betrieb_id = auth.uid() and status = 'offen');
create policy "Angebot ändern" on public.angebote for update to authenticated
  using (status = 'offen' or betrieb_id = auth.uid()) with check (true);
