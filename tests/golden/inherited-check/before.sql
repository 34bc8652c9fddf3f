create table p (a int);
create table k (b int) inherits (p);
