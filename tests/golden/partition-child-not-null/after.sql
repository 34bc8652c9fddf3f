create table p (id int not null, at date not null, n int) partition by range (at);
create table p1 partition of p for values from ('2024-01-01') to ('2025-01-01');
alter table p1 alter n set not null;
