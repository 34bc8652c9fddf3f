create table t (id int primary key, a text, b int);
alter table t add constraint b_positive check (b > 0);
