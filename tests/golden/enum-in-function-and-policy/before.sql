create type m as enum ('a', 'b', 'c');
create table t (x m);
alter table t enable row level security;
create policy p on t using (x = 'a');
create function f(m) returns m language sql as 'select $1';
