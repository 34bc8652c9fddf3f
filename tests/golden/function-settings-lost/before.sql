create function f(x int) returns int set search_path = '' set work_mem = '64MB' language sql as 'select 1';
