-- platform: postgres
-- loans has only a restrictive policy: nobody but the owner ever sees one. Members register themselves for any branch.
-- expect: error|warning|review dead loans librarian|reader
-- expect: error escalation branch_staff librarian|reader
create role librarian nologin;
create table branches (id int primary key, city text not null);
create table branch_staff (branch_id int not null references branches(id), staff name not null, primary key (branch_id, staff));
create table members (
  id int generated always as identity primary key,
  branch_id int not null references branches(id),
  name text not null,
  fines numeric(6,2) not null default 0
);
create table loans (
  id int generated always as identity primary key,
  branch_id int not null references branches(id),
  member_id int not null references members(id),
  due date not null
);
alter table branch_staff enable row level security;
alter table members enable row level security;
alter table loans enable row level security;
create policy staff_read on branch_staff for select using (true);
create policy staff_register on branch_staff for insert with check (staff = current_user);
create policy members_of_branch on members using (exists (
  select 1 from branch_staff s where s.branch_id = members.branch_id and s.staff = current_user));
create policy loans_of_branch on loans as restrictive using (exists (
  select 1 from branch_staff s where s.branch_id = loans.branch_id and s.staff = current_user));
grant select on branches to librarian;
grant select, insert on branch_staff to librarian;
grant select, insert, update, delete on members, loans to librarian;
