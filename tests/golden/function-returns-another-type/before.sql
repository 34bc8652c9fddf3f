create function f(x int) returns int language sql as 'select 1';
create view v as select f(1) as f;
