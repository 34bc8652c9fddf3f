create type ty as (a bigint, b text);
create table t (x ty, ys ty[]);
