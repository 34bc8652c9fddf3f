create table t (s varchar(10));
alter table t add constraint s_ok check (s in ('a', 'b'));
