create table t (id int primary key, a text, b int);
create rule r as on insert to t do also notify x;
