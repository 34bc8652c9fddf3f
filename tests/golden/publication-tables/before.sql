create table t (id int primary key, a text, b int);
create table u (a int primary key);
create publication pub for table t;
