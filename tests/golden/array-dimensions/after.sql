CREATE TABLE t (a int[][], b text[][] DEFAULT ARRAY[]::text[], c int[][][], PRIMARY KEY (a));
