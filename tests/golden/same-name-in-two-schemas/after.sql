create schema s;
create table t (a int);
create table s.t (a int, b int);
create view v as select t.a, x.b from t join s.t x using (a);
