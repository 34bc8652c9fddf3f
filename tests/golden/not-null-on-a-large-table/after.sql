create table big (id int primary key, x text, constraint named not null x);
