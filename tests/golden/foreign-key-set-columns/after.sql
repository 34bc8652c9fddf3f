create table a (x int, y int, primary key (x, y));
create table b (x int, y int);
alter table b add constraint fk foreign key (x, y) references a on delete set null (y);
