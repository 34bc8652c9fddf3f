create function f(x int) returns int set search_path = public, pg_temp language sql as 'select 1';
