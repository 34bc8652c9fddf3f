create table p (a int default 1, check (a > 0));
create table k (b int) inherits (p);
alter table k alter a set default 2;
