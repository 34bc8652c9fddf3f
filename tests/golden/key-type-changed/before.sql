create table t (id int primary key, a text);
create table u (t int references t);
