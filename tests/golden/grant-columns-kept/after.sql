create table t (id int primary key, a text, b int);
grant update (a) on t to pg_monitor;
