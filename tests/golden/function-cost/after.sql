create function f(x int) returns int cost 5 language sql as 'select 1';
