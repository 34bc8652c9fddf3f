create table t (id int primary key, a text, b int);
grant select on t to pg_monitor;
