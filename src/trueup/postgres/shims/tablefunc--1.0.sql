CREATE TYPE tablefunc_crosstab_2 AS (row_name text, category_1 text, category_2 text);
CREATE TYPE tablefunc_crosstab_3 AS (row_name text, category_1 text, category_2 text, category_3 text);
CREATE TYPE tablefunc_crosstab_4 AS (row_name text, category_1 text, category_2 text, category_3 text, category_4 text);
-- Normal values by Box and Muller.
CREATE FUNCTION normal_rand(int4, float8, float8) RETURNS SETOF float8 VOLATILE STRICT LANGUAGE sql AS $$
  SELECT $2 + $3 * sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()) FROM generate_series(1, $1) $$;
STUB crosstab(text) RETURNS SETOF record STABLE STRICT;
STUB crosstab2(text) RETURNS SETOF tablefunc_crosstab_2 STABLE STRICT;
STUB crosstab3(text) RETURNS SETOF tablefunc_crosstab_3 STABLE STRICT;
STUB crosstab4(text) RETURNS SETOF tablefunc_crosstab_4 STABLE STRICT;
STUB crosstab(text, int) RETURNS SETOF record STABLE STRICT;
STUB crosstab(text, text) RETURNS SETOF record STABLE STRICT;
STUB connectby(text, text, text, text, int, text) RETURNS SETOF record STABLE STRICT;
STUB connectby(text, text, text, text, int) RETURNS SETOF record STABLE STRICT;
STUB connectby(text, text, text, text, text, int, text) RETURNS SETOF record STABLE STRICT;
STUB connectby(text, text, text, text, text, int) RETURNS SETOF record STABLE STRICT;
