create table a (id int primary key, x int unique);
create table b (id int primary key, a_id int);
alter table b add constraint fk foreign key (a_id) references a deferrable initially deferred;
