-- Wer sich selbst als Sorgeberechtigten einträgt, liest das Kind. Für die Rechnungen gibt es eine Regel,
-- aber der Rolle authenticated ist die Tabelle entzogen: die Regel wirkt nie.
-- expect: error escalation sorgerechte authenticated
-- expect: error|warning|review dead kita_rechnungen authenticated
create table kinder (
  id bigint generated always as identity primary key,
  vorname text not null,
  geboren date not null,
  allergien text
);
create table sorgerechte (
  kind_id bigint not null references kinder on delete cascade,
  elternteil uuid not null default auth.uid() references auth.users on delete cascade,
  primary key (kind_id, elternteil)
);
create table kita_rechnungen (
  id bigint generated always as identity primary key,
  elternteil uuid not null references auth.users,
  betrag numeric(8,2) not null,
  monat date not null check (extract(day from monat) = 1)
);
alter table kinder enable row level security;
alter table sorgerechte enable row level security;
alter table kita_rechnungen enable row level security;
create policy "Eltern sehen ihre Kinder" on kinder for select to authenticated using (
  exists (select 1 from sorgerechte s where s.kind_id = kinder.id and s.elternteil = auth.uid()));
create policy "Eltern sehen ihre Einträge" on sorgerechte for select to authenticated using (elternteil = auth.uid());
create policy "Eltern tragen sich ein" on sorgerechte for insert to authenticated with check (elternteil = auth.uid());
create policy "Eltern sehen Rechnungen" on kita_rechnungen for select to authenticated using (elternteil = auth.uid());
revoke all on kita_rechnungen from anon, authenticated;
