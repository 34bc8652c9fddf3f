CREATE TABLE p (a int);
CREATE TABLE q (b int);
CREATE TABLE c (x int) INHERITS (p);
