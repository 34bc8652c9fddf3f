CREATE TABLE p (a text DEFAULT '1');
CREATE TABLE c (a text DEFAULT '2', x int) INHERITS (p);
