create table t (id int primary key, a text, b int);
create publication pub for tables in schema public;
