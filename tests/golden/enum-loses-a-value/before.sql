create type mood as enum ('sad', 'ok', 'happy');
create table t (id int primary key, m mood default 'ok', ms mood[]);
create index on t (m);
create view v as select m from t;
