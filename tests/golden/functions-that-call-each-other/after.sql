create table t (a int);
create function f(x int) returns int language plpgsql as 'begin return g(x); end';
create function g(x int) returns int language plpgsql as 'begin return f(x); end';
