create table t (id int primary key, a text, b int);
grant select (id, a), update (b) on t to pg_monitor;
