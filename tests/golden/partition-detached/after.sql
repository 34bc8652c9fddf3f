create table p (id int not null, at date not null, n int) partition by range (at);
create table p1 (id int not null, at date not null, n int);
