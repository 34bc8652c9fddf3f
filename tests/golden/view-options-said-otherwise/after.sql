CREATE TABLE t (a int);
CREATE VIEW v WITH (security_invoker = on) AS SELECT a FROM t;
CREATE VIEW w WITH (security_barrier = 1) AS SELECT a FROM t;
CREATE VIEW x AS SELECT a FROM t;
CREATE VIEW y WITH (security_invoker = off) AS SELECT a FROM t;
