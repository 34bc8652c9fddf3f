create type ty as (x int, y text);
create table tt of ty (x with options not null);
