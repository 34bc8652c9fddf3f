create type ty as (b text, a int);
