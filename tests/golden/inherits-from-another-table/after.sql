CREATE TABLE p (f3 int);
CREATE TABLE p2 (id bigint NOT NULL, b int);
CREATE TABLE q (y int DEFAULT 7);
CREATE TABLE c (x int) INHERITS (p2, q);
