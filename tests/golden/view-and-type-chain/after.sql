create domain d as bigint;
create type ct as (x d);
create table t (c ct);
create view v as select (c).x from t;
