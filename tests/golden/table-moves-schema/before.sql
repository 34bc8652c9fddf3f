create schema s;
create table t (id serial primary key);
