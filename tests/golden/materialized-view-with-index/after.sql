create table t (id int, n int);
create materialized view m as select id, n from t;
create unique index m_id on m (id);
