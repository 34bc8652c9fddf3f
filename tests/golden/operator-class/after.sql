create function cmp(a int, b int) returns int language sql immutable as 'select a - b';
create operator class rev for type int using btree as operator 1 <, operator 2 <=, operator 3 =, operator 4 >=, operator 5 >, function 1 cmp(int, int);
create table t (a int);
create index i on t (a rev);
