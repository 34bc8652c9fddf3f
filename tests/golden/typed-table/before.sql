create type ty as (x int, y text);
