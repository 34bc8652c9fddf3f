create table t (id int primary key, a text, b int);
alter table t add constraint pos check (b > 0) not enforced;
