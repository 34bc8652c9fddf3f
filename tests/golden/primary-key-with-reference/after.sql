create table t (a int, b int not null unique, primary key (a) include (b));
create table r (t int references t (a));
