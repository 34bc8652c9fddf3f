alter default privileges grant select on tables to pg_monitor;
alter default privileges revoke execute on functions from public;
create table t (a int);
revoke all on t from pg_monitor;
create function f() returns int language sql as 'select 1';
grant execute on function f() to public;
