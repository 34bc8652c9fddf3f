create type r as range (subtype = bigint);
create table t (x r);
