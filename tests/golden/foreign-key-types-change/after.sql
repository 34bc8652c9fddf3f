create table a (id uuid primary key);
create table b (a_id uuid constraint fk references a);
