create table t (id int primary key, a text, b int);
revoke insert, delete on t from current_user;
