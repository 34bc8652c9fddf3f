-- amt_vergeben() runs as the caller, who has no UPDATE on the column.
-- expect: error|warning|review dead|error amt_vergeben authenticated
-- also: dead|error amt_vergeben
create type amt as enum ('mitglied', 'kassenwart', 'vorstand');
create table vereine (
  id int generated always as identity primary key,
  name text not null unique
);
create table mitglieder (
  verein_id int not null references vereine,
  person_id uuid not null references auth.users,
  amt amt not null default 'mitglied',
  anschrift text,
  primary key (verein_id, person_id)
);
create table kassenbuch (
  verein_id int not null references vereine,
  nr int not null,
  betrag numeric(10,2) not null check (betrag <> 0),
  gebucht_von uuid not null,
  foreign key (verein_id, gebucht_von) references mitglieder (verein_id, person_id),
  primary key (verein_id, nr)
);
create schema intern;
grant usage on schema intern to authenticated;
create function intern.mein_amt(v int) returns amt language sql stable security definer set search_path = public as
$$ select amt from mitglieder where verein_id = v and person_id = auth.uid() $$;
alter table vereine enable row level security;
alter table mitglieder enable row level security;
alter table kassenbuch enable row level security;
create policy "Vereine sind bekannt" on vereine for select using (true);
create policy "Mitglieder kennen einander" on mitglieder for select to authenticated using (intern.mein_amt(verein_id) is not null);
revoke update on mitglieder from anon, authenticated;
grant update (anschrift) on mitglieder to authenticated;
create policy "eigene Anschrift" on mitglieder for update to authenticated using (person_id = auth.uid()) with check (person_id = auth.uid());
create policy "Vorstand nimmt auf" on mitglieder for insert to authenticated with check (intern.mein_amt(verein_id) = 'vorstand');
create policy "Vorstand schließt aus" on mitglieder for delete to authenticated
  using (intern.mein_amt(verein_id) = 'vorstand' and person_id <> auth.uid());
create policy "Kasse lesen" on kassenbuch for select to authenticated using (intern.mein_amt(verein_id) in ('kassenwart', 'vorstand'));
create policy "Kasse führen" on kassenbuch for insert to authenticated
  with check (intern.mein_amt(verein_id) = 'kassenwart' and gebucht_von = auth.uid());
create function amt_vergeben(v int, wem uuid, neu amt) returns void language plpgsql  set search_path = public as $$
begin
  if intern.mein_amt(v) is distinct from 'vorstand' then
    raise exception 'nur der Vorstand vergibt Ämter' using errcode = 'insufficient_privilege';
  end if;
  update mitglieder set amt = neu where verein_id = v and person_id = wem;
end $$;
create view mitgliederzahl as select v.id, v.name, count(m.person_id) as mitglieder from vereine v left join mitglieder m on m.verein_id = v.id group by v.id, v.name;
