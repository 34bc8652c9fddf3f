-- clean
-- Handwerkerportal: nur der Betrieb ändert sein offenes Angebot (Preis), der Kunde nimmt es über eine Funktion an.
create table public.betriebe (
  id uuid primary key references auth.users(id) on delete cascade,
  firma text not null,
  gewerk text not null check (gewerk in ('maler','elektro','sanitaer','tischler'))
);
create table public.auftraege (
  id uuid primary key default gen_random_uuid(),
  kunde_id uuid not null default auth.uid() references auth.users(id) on delete cascade,
  titel text not null,
  vergeben boolean not null default false
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
create function public.ist_kunde(a uuid) returns boolean language sql stable security definer set search_path = '' as
  $$ select exists (select 1 from public.auftraege where id = a and kunde_id = (select auth.uid())) $$;
create policy "Betriebe sind öffentlich" on public.betriebe for select using (true);
create policy "Betrieb anlegen" on public.betriebe for insert to authenticated with check (id = auth.uid());
create policy "Betrieb pflegen" on public.betriebe for update to authenticated using (id = auth.uid()) with check (id = auth.uid());
create policy "offene Aufträge" on public.auftraege for select to authenticated using (not vergeben or kunde_id = auth.uid());
create policy "Auftrag einstellen" on public.auftraege for insert to authenticated with check (kunde_id = auth.uid() and not vergeben);
create policy "Auftrag löschen" on public.auftraege for delete to authenticated using (kunde_id = auth.uid() and not vergeben);
create policy "Angebote lesen" on public.angebote for select to authenticated using (betrieb_id = auth.uid() or public.ist_kunde(auftrag_id));
create policy "Angebot abgeben" on public.angebote for insert to authenticated
  with check (betrieb_id = auth.uid() and status = 'offen' and exists (select 1 from public.auftraege a where a.id = auftrag_id and not a.vergeben));
create policy "Angebot ändern" on public.angebote for update to authenticated
  using (betrieb_id = auth.uid() and status = 'offen') with check (betrieb_id = auth.uid() and status = 'offen');
revoke update on public.angebote from anon, authenticated;
grant update (preis) on public.angebote to authenticated;
create function public.angebot_annehmen(p_angebot uuid) returns void language plpgsql security definer set search_path = '' as $$
declare v_auftrag uuid;
begin
  select a.auftrag_id into v_auftrag from public.angebote a
   where a.id = p_angebot and a.status = 'offen' and public.ist_kunde(a.auftrag_id);
  if v_auftrag is null then raise exception 'kein solches Angebot' using errcode = '42501'; end if;
  update public.angebote set status = case when id = p_angebot then 'angenommen' else 'abgelehnt' end where auftrag_id = v_auftrag;
  update public.auftraege set vergeben = true where id = v_auftrag;
end $$;
revoke execute on function public.angebot_annehmen(uuid) from public, anon;
grant execute on function public.angebot_annehmen(uuid) to authenticated;
