create table t (a int, b int);
create table t1 (a int, b int);
