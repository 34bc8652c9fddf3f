create table t (id int);
create view a as select id from t;
create view b with (security_invoker) as select id from t;
