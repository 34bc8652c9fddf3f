create schema s;
create table t (a int);
