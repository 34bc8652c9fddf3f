create table t (id int primary key, a text, b int);
create sequence s;
alter sequence s owned by t.b;
