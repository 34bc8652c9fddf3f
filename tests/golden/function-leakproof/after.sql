create function f(x int) returns int leakproof language sql as 'select 1';
