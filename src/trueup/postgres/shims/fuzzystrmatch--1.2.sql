-- Wagner and Fischer's table, row by row.
CREATE FUNCTION levenshtein(text, text, integer, integer, integer) RETURNS integer IMMUTABLE STRICT PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  before integer[] := ARRAY(SELECT n * $3 FROM generate_series(0, length($2)) AS n);
  now_row integer[];
BEGIN
  FOR i IN 1..length($1) LOOP
    now_row := ARRAY[i * $4];
    FOR j IN 1..length($2) LOOP
      now_row[j + 1] := least(before[j + 1] + $4, now_row[j] + $3,
                              before[j] + CASE WHEN substr($1, i, 1) = substr($2, j, 1) THEN 0 ELSE $5 END);
    END LOOP;
    before := now_row;
  END LOOP;
  RETURN before[length($2) + 1];
END
$$;
CREATE FUNCTION levenshtein(text, text) RETURNS integer IMMUTABLE STRICT PARALLEL SAFE LANGUAGE plpgsql AS $$
DECLARE
  before integer[] := ARRAY(SELECT n FROM generate_series(0, length($2)) AS n);
  now_row integer[];
BEGIN
  FOR i IN 1..length($1) LOOP
    now_row := ARRAY[i];
    FOR j IN 1..length($2) LOOP
      now_row[j + 1] := least(before[j + 1] + 1, now_row[j] + 1,
                              before[j] + CASE WHEN substr($1, i, 1) = substr($2, j, 1) THEN 0 ELSE 1 END);
    END LOOP;
    before := now_row;
  END LOOP;
  RETURN before[length($2) + 1];
END
$$;
-- Letters, not the two that look like one, in Knuth's classes.
CREATE FUNCTION soundex(text) RETURNS text IMMUTABLE STRICT PARALLEL SAFE LANGUAGE sql AS $$
  SELECT CASE WHEN letters = '' THEN '' ELSE rpad(left(letters, 1) || left(replace(substr(
      regexp_replace(translate(letters, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', '01230120022455012623010202'), '(.)\1+', '\1', 'g'), 2), '0', ''), 3), 4, '0') END
    FROM (SELECT upper(regexp_replace($1, '[^a-zA-Z]', '', 'g')) AS letters) AS given
$$;
CREATE FUNCTION text_soundex(text) RETURNS text IMMUTABLE STRICT PARALLEL SAFE LANGUAGE sql AS $$
  SELECT CASE WHEN letters = '' THEN '' ELSE rpad(left(letters, 1) || left(replace(substr(
      regexp_replace(translate(letters, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', '01230120022455012623010202'), '(.)\1+', '\1', 'g'), 2), '0', ''), 3), 4, '0') END
    FROM (SELECT upper(regexp_replace($1, '[^a-zA-Z]', '', 'g')) AS letters) AS given
$$;
STUB levenshtein_less_equal(text, text, integer) RETURNS integer IMMUTABLE STRICT PARALLEL SAFE;
STUB levenshtein_less_equal(text, text, integer, integer, integer, integer) RETURNS integer IMMUTABLE STRICT PARALLEL SAFE;
STUB metaphone(text, integer) RETURNS text IMMUTABLE STRICT PARALLEL SAFE;
STUB difference(text, text) RETURNS integer IMMUTABLE STRICT PARALLEL SAFE;
STUB dmetaphone(text) RETURNS text IMMUTABLE STRICT PARALLEL SAFE;
STUB dmetaphone_alt(text) RETURNS text IMMUTABLE STRICT PARALLEL SAFE;
