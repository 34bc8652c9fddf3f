create table t (a int primary key, b int not null unique);
create table r (t int references t (a));
