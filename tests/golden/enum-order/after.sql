create type m as enum ('c', 'b', 'a');
create table t (x m default 'a');
