CREATE TABLE other (a int);
CREATE TABLE t (a int NOT NULL);
CREATE TABLE s (a int CONSTRAINT t_a_not_null NOT NULL);
