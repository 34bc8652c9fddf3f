create table t (id int);
create view v as select id from t;
grant select on v to public;
comment on view v is 'kept';
