CREATE TABLE p (id int, a int) PARTITION BY LIST (id);
CREATE TABLE t (id int, a int);
