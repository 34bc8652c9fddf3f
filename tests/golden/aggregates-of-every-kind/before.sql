CREATE FUNCTION add(a int, b int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT a + b';
CREATE FUNCTION less(a int, b int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT a - b';
CREATE FUNCTION fin(a int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT a';
CREATE FUNCTION fin(a int, p int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT a + p';
CREATE FUNCTION rank_of(a int, p int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT a + p';
CREATE FUNCTION cat(a text, b text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT a || b';
CREATE AGGREGATE plain (int) (sfunc = add, stype = int);
