create table t (id int);
alter table t add constraint k primary key (id) with (fillfactor = 60);
