create table p (a int);
create table k (a int, b int);
