create table p (a int, constraint pos check (a > 0));
create table k (b int) inherits (p);
