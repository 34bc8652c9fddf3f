CREATE FUNCTION int_agg_state(internal, integer) RETURNS internal VOLATILE PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION int_agg_final_array(internal) RETURNS integer[] VOLATILE PARALLEL SAFE LANGUAGE internal AS 'internal_in';
STUB int_array_enum(integer[]) RETURNS SETOF integer IMMUTABLE STRICT PARALLEL SAFE;
CREATE AGGREGATE int_array_aggregate(integer) (SFUNC = int_agg_state, STYPE = internal, FINALFUNC = int_agg_final_array, PARALLEL = safe);
