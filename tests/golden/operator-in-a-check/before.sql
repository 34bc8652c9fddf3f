create function eq(a int, b int) returns boolean language sql immutable as 'select a = b';
