create table t (id int4range, at daterange, primary key (id, at without overlaps));
