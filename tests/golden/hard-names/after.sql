create schema "Sch ema";
create table "Sch ema"."order" ("select" int primary key, "Ünïcode ""q""" text default 'it''s', "a.b" int);
create index "I x" on "Sch ema"."order" ("a.b");
create view "user" as select "select" as "table" from "Sch ema"."order";
create function "F n"("Arg" int) returns int language sql as 'select 1';
comment on column "Sch ema"."order"."a.b" is 'x';
