create role golden_owner;
create table t (id int primary key, a text, b int);
create view v as select id, a from t;
create function f() returns int language sql as 'select 1';
create type m as enum ('a');
create sequence s;
create schema x;
