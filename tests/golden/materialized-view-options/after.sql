create table t (id int primary key, a text, b int);
create materialized view m with (fillfactor = 70) as select id from t with no data;
