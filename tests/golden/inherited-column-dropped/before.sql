create table p (a int, n text);
create table k (b int) inherits (p);
