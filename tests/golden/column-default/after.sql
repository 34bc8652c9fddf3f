create table t (id int primary key, a text, b int);
alter table t alter b set default 7;
