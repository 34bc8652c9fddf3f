create table t (id int4range, at daterange);
