create table t (id int primary key, c numeric(12,4));
