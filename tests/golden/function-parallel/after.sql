create function f(x int) returns int parallel safe language sql as 'select 1';
