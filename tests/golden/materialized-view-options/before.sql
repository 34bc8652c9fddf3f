create table t (id int primary key, a text, b int);
create materialized view m as select id from t;
