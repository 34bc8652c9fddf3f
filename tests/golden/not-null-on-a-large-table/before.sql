create table big (id int primary key, x text);
insert into big select g, 'x' from generate_series(1,40000) g;
