create function eq(a int, b int) returns boolean language sql immutable as 'select a = b';
create operator === (leftarg = int, rightarg = int, function = eq, commutator = ===);
create table t (a int check (a === 1));
