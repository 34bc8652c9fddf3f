create function f(x int) returns int strict language sql as 'select 1';
