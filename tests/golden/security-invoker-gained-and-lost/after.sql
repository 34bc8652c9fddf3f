create table t (id int);
create view a with (security_invoker) as select id from t;
create view b as select id from t;
