CREATE TABLE p (a int);
CREATE TABLE q (b int NOT NULL);
CREATE TABLE c (x int) INHERITS (q, p);
