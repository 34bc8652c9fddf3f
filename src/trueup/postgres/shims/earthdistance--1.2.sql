-- The earth as a sphere; a place on it is a point in space, kept in a cube.
CREATE FUNCTION earth() RETURNS float8 IMMUTABLE PARALLEL SAFE LANGUAGE sql AS 'SELECT 6378168::float8';
CREATE DOMAIN earth AS @extschema:cube@.cube CONSTRAINT not_point CHECK (@extschema:cube@.cube_is_point(value));
CREATE FUNCTION sec_to_gc(float8) RETURNS float8 IMMUTABLE STRICT PARALLEL SAFE LANGUAGE sql AS $$
  SELECT 2 * 6378168 * asin(least(greatest($1, 0) / (2 * 6378168), 1)) $$;
CREATE FUNCTION gc_to_sec(float8) RETURNS float8 IMMUTABLE STRICT PARALLEL SAFE LANGUAGE sql AS $$
  SELECT 2 * 6378168 * sin(least(greatest($1, 0) / 6378168, pi()) / 2) $$;
CREATE FUNCTION ll_to_earth(float8, float8) RETURNS earth IMMUTABLE STRICT PARALLEL SAFE LANGUAGE sql AS $$
  SELECT @extschema:cube@.cube(ARRAY[6378168 * cos(radians($1)) * cos(radians($2)), 6378168 * cos(radians($1)) * sin(radians($2)),
                                     6378168 * sin(radians($1))])::@extschema@.earth $$;
CREATE FUNCTION latitude(earth) RETURNS float8 IMMUTABLE STRICT PARALLEL SAFE LANGUAGE sql AS $$
  SELECT degrees(asin(greatest(least(@extschema:cube@.cube_ll_coord($1, 3) / 6378168, 1), -1))) $$;
CREATE FUNCTION longitude(earth) RETURNS float8 IMMUTABLE STRICT PARALLEL SAFE LANGUAGE sql AS $$
  SELECT degrees(atan2(@extschema:cube@.cube_ll_coord($1, 2), @extschema:cube@.cube_ll_coord($1, 1))) $$;
CREATE FUNCTION earth_distance(earth, earth) RETURNS float8 IMMUTABLE STRICT PARALLEL SAFE LANGUAGE sql AS $$
  SELECT @extschema@.sec_to_gc(@extschema:cube@.cube_distance($1, $2)) $$;
CREATE FUNCTION earth_box(earth, float8) RETURNS @extschema:cube@.cube IMMUTABLE STRICT PARALLEL SAFE LANGUAGE sql AS $$
  SELECT @extschema:cube@.cube_enlarge($1, @extschema@.gc_to_sec($2), 3) $$;
CREATE FUNCTION geo_distance(point, point) RETURNS float8 IMMUTABLE STRICT PARALLEL SAFE LANGUAGE sql AS $$
  SELECT 2 * 3958.747716 * asin(least(1, sqrt(sin(radians($2[1] - $1[1]) / 2) ^ 2
    + cos(radians($1[1])) * cos(radians($2[1])) * sin(radians($2[0] - $1[0]) / 2) ^ 2))) $$;
CREATE OPERATOR <@> (LEFTARG = point, RIGHTARG = point, FUNCTION = geo_distance, COMMUTATOR = <@>);
