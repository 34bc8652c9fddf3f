create table t (id int primary key, a text, b int);
create statistics st on a, b from t;
