-- Rows name roles: tasks are filed for any team, though only its members read and change them.
-- expect: error tampering|forgery|bypass tasks
-- also: tampering|forgery|bypass|escalation tasks
-- platform: postgres
create role r31x6_north nologin;
create role r31x6_south nologin;
create table tasks (id int primary key, team text not null, title text not null);
alter table tasks enable row level security;
create policy r on tasks for select using (pg_has_role(team, 'member'));
create policy i on tasks for insert with check (title <> '');
create policy u on tasks for update using (pg_has_role(team, 'member'));
grant select, insert, update on tasks to r31x6_north, r31x6_south;
