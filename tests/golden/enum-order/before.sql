create type m as enum ('a', 'b', 'c');
create table t (x m default 'a');
