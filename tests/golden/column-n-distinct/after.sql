create table t (id int primary key, a text, b int);
alter table t alter a set (n_distinct = -0.5, n_distinct_inherited = 10);
