-- platform: postgres
-- clean
-- An orchestra: sections by role, the archive closed to all but the librarian, a report of the owner over sums only.
create role orch_player nologin;
create role orch_librarian nologin;
create schema orch;
grant usage on schema orch to orch_player, orch_librarian;
create table orch.players (
  login name primary key,
  section text not null check (section in ('strings','winds','brass','percussion'))
);
create table orch.scores (
  id int primary key,
  section text not null,
  title text not null
);
create table orch.loans (
  id int generated always as identity primary key,
  score_id int not null references orch.scores(id),
  borrower name not null default current_user references orch.players(login),
  returned_on date
);
alter table orch.players enable row level security;
alter table orch.scores enable row level security;
alter table orch.loans enable row level security;
create policy self on orch.players for select to orch_player using (login = current_user);
create policy all_players on orch.players for all to orch_librarian using (true) with check (true);
create policy own_section on orch.scores for select to orch_player using (section in (select p.section from orch.players p where p.login = current_user));
create policy all_scores on orch.scores for all to orch_librarian using (true) with check (true);
create policy own_loans on orch.loans for select to orch_player using (borrower = current_user);
create policy borrow on orch.loans for insert to orch_player with check (borrower = current_user and returned_on is null);
create policy all_loans on orch.loans for all to orch_librarian using (true) with check (true);
grant select on orch.players, orch.scores to orch_player;
grant select, insert on orch.loans to orch_player;
grant select, insert, update, delete on orch.players, orch.scores, orch.loans to orch_librarian;
create view orch.loan_totals as select count(*) as loans, count(returned_on) as returned from orch.loans;
grant select on orch.loan_totals to orch_player, orch_librarian;
