-- An archive: the helper of the policies was closed to the public and opened to the readers; the editors, whose policy calls it too, were forgotten.
-- expect: error error folios|may_open archive_editor
-- also: error|dead folios|may_open
-- platform: postgres
create role archive_reader nologin;
create role archive_editor nologin;
create table holdings (
  id int generated always as identity primary key,
  title text not null,
  closed_until date
);
create table folios (
  id bigint generated always as identity primary key,
  holding_id int not null references holdings (id),
  nr int not null,
  transcript text,
  unique (holding_id, nr)
);
create function may_open(p_holding int) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select 1 from holdings h where h.id = p_holding and (h.closed_until is null or h.closed_until < current_date))
$$;
revoke execute on function may_open(int) from public;
grant execute on function may_open(int) to archive_reader;
alter table folios enable row level security;
create policy read on folios for select to archive_reader, archive_editor using (may_open(holding_id));
create policy edit on folios for update to archive_editor using (may_open(holding_id)) with check (may_open(holding_id));
grant select on holdings to archive_reader, archive_editor;
grant select on folios to archive_reader;
grant select, update (transcript) on folios to archive_editor;
