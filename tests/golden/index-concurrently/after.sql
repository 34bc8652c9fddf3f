create table t (id int, a text);
create index t_a on t (a);
alter table t add constraint positive check (id > 0);
