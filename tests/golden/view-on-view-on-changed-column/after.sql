create table t (id int primary key, a bigint);
create view v as select id, a from t;
create view w as select a from v;
comment on view w is 'outer';
grant select on w to public;
