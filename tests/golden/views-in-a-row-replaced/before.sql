create table t (id int primary key, a text, b int);
create view v as select id, a from t;
create view w as select * from v;
create view x as select * from w;
grant select on x to public;
