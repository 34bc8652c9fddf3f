create table t (id bigint primary key, a text);
create table u (t bigint references t);
