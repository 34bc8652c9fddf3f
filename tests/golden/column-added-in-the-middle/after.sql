create table t (a int, b int not null default 3, c int);
