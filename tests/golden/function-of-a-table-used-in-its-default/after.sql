create table t (a int);
create function f(r t) returns int begin atomic select r.a; end;
alter table t add b int;
create function n() returns int begin atomic select count(*)::int from t; end;
alter table t alter b set default n();
