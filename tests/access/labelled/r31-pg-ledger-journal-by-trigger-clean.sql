-- clean
-- The journal is written by a trigger function of the owner; the bookkeepers may read their ledger's journal and cannot write it, the parent's deletion is restricted.
-- platform: postgres
create role bookkeeper nologin;
create schema books;
create table books.entries (
  id bigint generated always as identity primary key,
  ledger text not null,
  account int not null check (account between 1000 and 9999),
  cents bigint not null check (cents <> 0),
  memo text
);
create table books.journal (
  id bigint generated always as identity primary key,
  entry_id bigint not null references books.entries (id) on delete restrict,
  ledger text not null,
  old_cents bigint,
  new_cents bigint not null,
  changed_at timestamptz not null default clock_timestamp()
);
create function books.note_change() returns trigger language plpgsql security definer set search_path = books, pg_temp as $$
begin
  if tg_op = 'UPDATE' and new.ledger <> old.ledger then
    raise exception 'an entry stays in its ledger';
  end if;
  insert into journal (entry_id, ledger, old_cents, new_cents)
  values (new.id, new.ledger, case when tg_op = 'UPDATE' then old.cents end, new.cents);
  return null;
end $$;
revoke execute on function books.note_change() from public;
create trigger note_change after insert or update on books.entries for each row execute function books.note_change();
alter table books.entries enable row level security;
alter table books.journal enable row level security;
create policy own on books.entries for select to bookkeeper using (ledger = current_setting('books.ledger', true));
create policy enter on books.entries for insert to bookkeeper with check (ledger = current_setting('books.ledger', true));
create policy correct on books.entries for update to bookkeeper using (ledger = current_setting('books.ledger', true)) with check (true);
create policy own on books.journal for select to bookkeeper using (ledger = current_setting('books.ledger', true));
grant usage on schema books to bookkeeper;
grant select, insert, update on books.entries to bookkeeper;
grant select on books.journal to bookkeeper;
