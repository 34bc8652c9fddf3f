create function f(x text) returns int language sql as 'select 1';
