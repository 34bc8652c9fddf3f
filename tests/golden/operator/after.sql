create function add(a int, b int) returns int language sql as 'select a + b';
create operator === (leftarg = int, rightarg = int, function = add);
