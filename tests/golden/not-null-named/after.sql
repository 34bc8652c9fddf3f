create table t (id int primary key, a text, b int);
alter table t add constraint a_there not null a;
