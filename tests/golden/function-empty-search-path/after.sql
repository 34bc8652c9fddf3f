create function f(x int) returns int set search_path = '' language sql as 'select 1';
