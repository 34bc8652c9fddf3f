create type m as enum ('a');
revoke usage on type m from public;
