create type m as enum ('a', 'b');
create table t (x m default 'b', check (x <> 'b'));
