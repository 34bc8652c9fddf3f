create table old_name (id int primary key, title text);
