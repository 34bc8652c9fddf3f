create table p (a bigint);
create table k (b int) inherits (p);
