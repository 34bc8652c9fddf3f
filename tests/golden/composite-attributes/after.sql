create type ty as (a bigint, c date);
