create table t (r int4range, a text);
create index i on t (a);
