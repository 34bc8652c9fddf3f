create table new_name (id int primary key, title text);
