create function f(x int) returns int begin atomic select x + 1; end;
