create table t (id int primary key, a text, b int);
alter table t add constraint t_a_not_null not null a no inherit;
