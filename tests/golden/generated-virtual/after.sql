create table t (id int primary key, c int generated always as (id * 2) virtual);
