create function f(x int) returns int security definer language sql as 'select 1';
