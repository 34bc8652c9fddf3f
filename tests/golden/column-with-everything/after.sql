create table t (id int primary key, a text, b int);
alter table t add n numeric(10,2) default 0 not null check (n >= 0);
comment on column t.n is 'how many';
grant select (n) on t to public;
