create type ty as (a int, b text);
create table t (x ty, ys ty[]);
