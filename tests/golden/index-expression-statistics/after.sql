create table t (id int primary key, a text, b int);
create index i on t ((b + 1));
alter index i alter column 1 set statistics 300;
