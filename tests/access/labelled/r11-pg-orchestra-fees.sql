-- platform: postgres
-- An orchestra: players may give a fee away to another name, and the librarian has a policy but no grant.
-- expect: error|warning tampering fees
-- expect: error|warning dead rehearsal_notes
create role orch2_player nologin;
create role orch2_librarian nologin;
create schema orch2;
grant usage on schema orch2 to orch2_player, orch2_librarian;
create table orch2.fees (
  id int primary key,
  player name not null default current_user,
  concert text not null,
  amount numeric(8,2) not null check (amount > 0)
);
create table orch2.rehearsal_notes (
  id int primary key,
  author name not null default current_user,
  body text not null
);
alter table orch2.fees enable row level security;
alter table orch2.rehearsal_notes enable row level security;
create policy own_fees on orch2.fees for select to orch2_player using (player = current_user);
create policy change_own_fees on orch2.fees for update to orch2_player using (player = current_user) with check (true);
create policy own_notes on orch2.rehearsal_notes for all to orch2_player using (author = current_user) with check (author = current_user);
create policy librarian_reads on orch2.rehearsal_notes for select to orch2_librarian using (true);
grant select, update on orch2.fees to orch2_player;
grant select, insert, update, delete on orch2.rehearsal_notes to orch2_player;
