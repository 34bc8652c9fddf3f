CREATE TABLE p (a int DEFAULT 1, gone int);
CREATE TABLE c (a int DEFAULT 2, gone int, x int) INHERITS (p);
