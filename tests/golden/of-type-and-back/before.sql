create type ty as (x int, y text);
create table tt (x int, y text);
