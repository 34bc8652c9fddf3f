create table t (id int primary key, c numeric(8,2));
