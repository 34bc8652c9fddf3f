create type ty as (x int);
create function c(int) returns ty language sql as 'select row($1)::ty';
