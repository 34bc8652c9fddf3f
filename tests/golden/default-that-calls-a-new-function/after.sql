create function next_id() returns int language sql as 'select 1';
create table t (id int default next_id());
create index t_idx on t ((id + 1));
