create table t (id int primary key, c bigint generated always as identity);
