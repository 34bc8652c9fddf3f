create function f(x int) returns int immutable language sql as 'select 1';
