CREATE TABLE t (a int);
CREATE VIEW w WITH (security_barrier = yes) AS SELECT a FROM t;
CREATE VIEW x WITH (security_invoker = false) AS SELECT a FROM t;
CREATE VIEW y WITH (security_invoker = on) AS SELECT a FROM t;
