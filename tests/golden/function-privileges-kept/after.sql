create function f(x int) returns text language sql as 'select x::text';
revoke execute on function f from public;
comment on function f is 'c';
