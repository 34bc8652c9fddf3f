create table t (id int);
alter table t enable row level security;
create function ok(i int) returns boolean language sql as 'select i > 0';
create policy p on t using (ok(id));
