CREATE TABLE p (id bigint NOT NULL, b int);
CREATE TABLE q (y int);
CREATE TABLE c (x int) INHERITS (p);
INSERT INTO c VALUES (1, 2, 3);
