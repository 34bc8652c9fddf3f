create table p (a int);
create table k (a int, b int);
alter table k inherit p;
