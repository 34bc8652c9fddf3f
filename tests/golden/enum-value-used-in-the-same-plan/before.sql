create type m as enum ('a');
create table t (x m);
