create table t (id int primary key, a text, b int);
grant select, update on t to pg_monitor;
grant update (a) on t to pg_monitor;
