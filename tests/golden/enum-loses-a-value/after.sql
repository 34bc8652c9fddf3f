create type mood as enum ('sad', 'happy');
create table t (id int primary key, m mood default 'sad', ms mood[]);
create index on t (m);
create view v as select m from t;
