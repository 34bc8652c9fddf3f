create table t (id int primary key, a text, b int);
create function f() returns int language sql as 'select 1';
create type m as enum ('a');
create domain d as int constraint pos check (value > 0);
create index i on t (a);
