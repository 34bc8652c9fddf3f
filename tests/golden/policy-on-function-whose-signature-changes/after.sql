create table t (id int);
alter table t enable row level security;
create function ok(i int, lowest int) returns boolean language sql as 'select i > lowest';
create policy p on t using (ok(id, 1));
