CREATE TABLE t (a int[], b text[] DEFAULT ARRAY[]::text[], PRIMARY KEY (a));
