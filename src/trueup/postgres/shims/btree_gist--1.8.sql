CREATE TYPE gbtreekey4;
CREATE TYPE gbtreekey8;
CREATE TYPE gbtreekey16;
CREATE TYPE gbtreekey32;
CREATE TYPE gbtreekey_var;
CREATE TYPE gbtreekey2;
CREATE FUNCTION gbtreekey4_in(cstring) RETURNS gbtreekey4 IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'textin';
CREATE FUNCTION gbtreekey4_out(gbtreekey4) RETURNS cstring IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'textout';
CREATE TYPE gbtreekey4 (INPUT = gbtreekey4_in, OUTPUT = gbtreekey4_out, INTERNALLENGTH = VARIABLE, STORAGE = extended);
CREATE FUNCTION gbtreekey8_in(cstring) RETURNS gbtreekey8 IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'textin';
CREATE FUNCTION gbtreekey8_out(gbtreekey8) RETURNS cstring IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'textout';
CREATE TYPE gbtreekey8 (INPUT = gbtreekey8_in, OUTPUT = gbtreekey8_out, INTERNALLENGTH = VARIABLE, STORAGE = extended);
CREATE FUNCTION gbtreekey16_in(cstring) RETURNS gbtreekey16 IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'textin';
CREATE FUNCTION gbtreekey16_out(gbtreekey16) RETURNS cstring IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'textout';
CREATE TYPE gbtreekey16 (INPUT = gbtreekey16_in, OUTPUT = gbtreekey16_out, INTERNALLENGTH = VARIABLE, STORAGE = extended);
CREATE FUNCTION gbtreekey32_in(cstring) RETURNS gbtreekey32 IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'textin';
CREATE FUNCTION gbtreekey32_out(gbtreekey32) RETURNS cstring IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'textout';
CREATE TYPE gbtreekey32 (INPUT = gbtreekey32_in, OUTPUT = gbtreekey32_out, INTERNALLENGTH = VARIABLE, STORAGE = extended);
CREATE FUNCTION gbtreekey_var_in(cstring) RETURNS gbtreekey_var IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'textin';
CREATE FUNCTION gbtreekey_var_out(gbtreekey_var) RETURNS cstring IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'textout';
CREATE TYPE gbtreekey_var (INPUT = gbtreekey_var_in, OUTPUT = gbtreekey_var_out, INTERNALLENGTH = VARIABLE, STORAGE = extended);
CREATE FUNCTION gbtreekey2_in(cstring) RETURNS gbtreekey2 IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'textin';
CREATE FUNCTION gbtreekey2_out(gbtreekey2) RETURNS cstring IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'textout';
CREATE TYPE gbtreekey2 (INPUT = gbtreekey2_in, OUTPUT = gbtreekey2_out, INTERNALLENGTH = VARIABLE, STORAGE = extended);
STUB cash_dist(money, money) RETURNS money IMMUTABLE STRICT PARALLEL SAFE;
STUB date_dist(date, date) RETURNS integer IMMUTABLE STRICT PARALLEL SAFE;
STUB float4_dist(real, real) RETURNS real IMMUTABLE STRICT PARALLEL SAFE;
STUB float8_dist(double precision, double precision) RETURNS double precision IMMUTABLE STRICT PARALLEL SAFE;
STUB int2_dist(smallint, smallint) RETURNS smallint IMMUTABLE STRICT PARALLEL SAFE;
STUB int4_dist(integer, integer) RETURNS integer IMMUTABLE STRICT PARALLEL SAFE;
STUB int8_dist(bigint, bigint) RETURNS bigint IMMUTABLE STRICT PARALLEL SAFE;
STUB interval_dist(interval, interval) RETURNS interval IMMUTABLE STRICT PARALLEL SAFE;
STUB oid_dist(oid, oid) RETURNS oid IMMUTABLE STRICT PARALLEL SAFE;
STUB time_dist(time without time zone, time without time zone) RETURNS interval IMMUTABLE STRICT PARALLEL SAFE;
STUB ts_dist(timestamp without time zone, timestamp without time zone) RETURNS interval IMMUTABLE STRICT PARALLEL SAFE;
STUB tstz_dist(timestamp with time zone, timestamp with time zone) RETURNS interval IMMUTABLE STRICT PARALLEL SAFE;
CREATE FUNCTION gbt_oid_consistent(internal, oid, smallint, oid, internal) RETURNS boolean IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'btequalimage';
CREATE FUNCTION gbt_oid_distance(internal, oid, smallint, oid, internal) RETURNS double precision IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_oid_fetch(internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_oid_compress(internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_decompress(internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_var_decompress(internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_var_fetch(internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_oid_penalty(internal, internal, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'void_in';
CREATE FUNCTION gbt_oid_picksplit(internal, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_oid_union(internal, internal) RETURNS gbtreekey8 IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_oid_same(gbtreekey8, gbtreekey8, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_int2_consistent(internal, smallint, smallint, oid, internal) RETURNS boolean IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'btequalimage';
CREATE FUNCTION gbt_int2_distance(internal, smallint, smallint, oid, internal) RETURNS double precision IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_int2_compress(internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_int2_fetch(internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_int2_penalty(internal, internal, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'void_in';
CREATE FUNCTION gbt_int2_picksplit(internal, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_int2_union(internal, internal) RETURNS gbtreekey4 IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_int2_same(gbtreekey4, gbtreekey4, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_int4_consistent(internal, integer, smallint, oid, internal) RETURNS boolean IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'btequalimage';
CREATE FUNCTION gbt_int4_distance(internal, integer, smallint, oid, internal) RETURNS double precision IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_int4_compress(internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_int4_fetch(internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_int4_penalty(internal, internal, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'void_in';
CREATE FUNCTION gbt_int4_picksplit(internal, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_int4_union(internal, internal) RETURNS gbtreekey8 IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_int4_same(gbtreekey8, gbtreekey8, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_int8_consistent(internal, bigint, smallint, oid, internal) RETURNS boolean IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'btequalimage';
CREATE FUNCTION gbt_int8_distance(internal, bigint, smallint, oid, internal) RETURNS double precision IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_int8_compress(internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_int8_fetch(internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_int8_penalty(internal, internal, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'void_in';
CREATE FUNCTION gbt_int8_picksplit(internal, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_int8_union(internal, internal) RETURNS gbtreekey16 IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_int8_same(gbtreekey16, gbtreekey16, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_float4_consistent(internal, real, smallint, oid, internal) RETURNS boolean IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'btequalimage';
CREATE FUNCTION gbt_float4_distance(internal, real, smallint, oid, internal) RETURNS double precision IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_float4_compress(internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_float4_fetch(internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_float4_penalty(internal, internal, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'void_in';
CREATE FUNCTION gbt_float4_picksplit(internal, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_float4_union(internal, internal) RETURNS gbtreekey8 IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_float4_same(gbtreekey8, gbtreekey8, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_float8_consistent(internal, double precision, smallint, oid, internal) RETURNS boolean IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'btequalimage';
CREATE FUNCTION gbt_float8_distance(internal, double precision, smallint, oid, internal) RETURNS double precision IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_float8_compress(internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_float8_fetch(internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_float8_penalty(internal, internal, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'void_in';
CREATE FUNCTION gbt_float8_picksplit(internal, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_float8_union(internal, internal) RETURNS gbtreekey16 IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_float8_same(gbtreekey16, gbtreekey16, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_ts_consistent(internal, timestamp without time zone, smallint, oid, internal) RETURNS boolean IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'btequalimage';
CREATE FUNCTION gbt_ts_distance(internal, timestamp without time zone, smallint, oid, internal) RETURNS double precision IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_tstz_consistent(internal, timestamp with time zone, smallint, oid, internal) RETURNS boolean IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'btequalimage';
CREATE FUNCTION gbt_tstz_distance(internal, timestamp with time zone, smallint, oid, internal) RETURNS double precision IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_ts_compress(internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_tstz_compress(internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_ts_fetch(internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_ts_penalty(internal, internal, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'void_in';
CREATE FUNCTION gbt_ts_picksplit(internal, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_ts_union(internal, internal) RETURNS gbtreekey16 IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_ts_same(gbtreekey16, gbtreekey16, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_time_consistent(internal, time without time zone, smallint, oid, internal) RETURNS boolean IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'btequalimage';
CREATE FUNCTION gbt_time_distance(internal, time without time zone, smallint, oid, internal) RETURNS double precision IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_timetz_consistent(internal, time with time zone, smallint, oid, internal) RETURNS boolean IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'btequalimage';
CREATE FUNCTION gbt_time_compress(internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_timetz_compress(internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_time_fetch(internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_time_penalty(internal, internal, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'void_in';
CREATE FUNCTION gbt_time_picksplit(internal, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_time_union(internal, internal) RETURNS gbtreekey16 IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_time_same(gbtreekey16, gbtreekey16, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_date_consistent(internal, date, smallint, oid, internal) RETURNS boolean IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'btequalimage';
CREATE FUNCTION gbt_date_distance(internal, date, smallint, oid, internal) RETURNS double precision IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_date_compress(internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_date_fetch(internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_date_penalty(internal, internal, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'void_in';
CREATE FUNCTION gbt_date_picksplit(internal, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_date_union(internal, internal) RETURNS gbtreekey8 IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_date_same(gbtreekey8, gbtreekey8, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_intv_consistent(internal, interval, smallint, oid, internal) RETURNS boolean IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'btequalimage';
CREATE FUNCTION gbt_intv_distance(internal, interval, smallint, oid, internal) RETURNS double precision IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_intv_compress(internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_intv_decompress(internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_intv_fetch(internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_intv_penalty(internal, internal, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'void_in';
CREATE FUNCTION gbt_intv_picksplit(internal, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_intv_union(internal, internal) RETURNS gbtreekey32 IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_intv_same(gbtreekey32, gbtreekey32, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_cash_consistent(internal, money, smallint, oid, internal) RETURNS boolean IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'btequalimage';
CREATE FUNCTION gbt_cash_distance(internal, money, smallint, oid, internal) RETURNS double precision IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_cash_compress(internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_cash_fetch(internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_cash_penalty(internal, internal, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'void_in';
CREATE FUNCTION gbt_cash_picksplit(internal, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_cash_union(internal, internal) RETURNS gbtreekey16 IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_cash_same(gbtreekey16, gbtreekey16, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_macad_consistent(internal, macaddr, smallint, oid, internal) RETURNS boolean IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'btequalimage';
CREATE FUNCTION gbt_macad_compress(internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_macad_fetch(internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_macad_penalty(internal, internal, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'void_in';
CREATE FUNCTION gbt_macad_picksplit(internal, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_macad_union(internal, internal) RETURNS gbtreekey16 IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_macad_same(gbtreekey16, gbtreekey16, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_text_consistent(internal, text, smallint, oid, internal) RETURNS boolean IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'btequalimage';
CREATE FUNCTION gbt_bpchar_consistent(internal, character, smallint, oid, internal) RETURNS boolean IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'btequalimage';
CREATE FUNCTION gbt_text_compress(internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_bpchar_compress(internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_text_penalty(internal, internal, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'void_in';
CREATE FUNCTION gbt_text_picksplit(internal, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_text_union(internal, internal) RETURNS gbtreekey_var IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_text_same(gbtreekey_var, gbtreekey_var, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_bytea_consistent(internal, bytea, smallint, oid, internal) RETURNS boolean IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'btequalimage';
CREATE FUNCTION gbt_bytea_compress(internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_bytea_penalty(internal, internal, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'void_in';
CREATE FUNCTION gbt_bytea_picksplit(internal, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_bytea_union(internal, internal) RETURNS gbtreekey_var IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_bytea_same(gbtreekey_var, gbtreekey_var, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_numeric_consistent(internal, numeric, smallint, oid, internal) RETURNS boolean IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'btequalimage';
CREATE FUNCTION gbt_numeric_compress(internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_numeric_penalty(internal, internal, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'void_in';
CREATE FUNCTION gbt_numeric_picksplit(internal, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_numeric_union(internal, internal) RETURNS gbtreekey_var IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_numeric_same(gbtreekey_var, gbtreekey_var, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_bit_consistent(internal, bit, smallint, oid, internal) RETURNS boolean IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'btequalimage';
CREATE FUNCTION gbt_bit_compress(internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_bit_penalty(internal, internal, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'void_in';
CREATE FUNCTION gbt_bit_picksplit(internal, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_bit_union(internal, internal) RETURNS gbtreekey_var IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_bit_same(gbtreekey_var, gbtreekey_var, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_inet_consistent(internal, inet, smallint, oid, internal) RETURNS boolean IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'btequalimage';
CREATE FUNCTION gbt_inet_compress(internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_inet_penalty(internal, internal, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'void_in';
CREATE FUNCTION gbt_inet_picksplit(internal, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_inet_union(internal, internal) RETURNS gbtreekey16 IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_inet_same(gbtreekey16, gbtreekey16, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_uuid_consistent(internal, uuid, smallint, oid, internal) RETURNS boolean IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'btequalimage';
CREATE FUNCTION gbt_uuid_fetch(internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_uuid_compress(internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_uuid_penalty(internal, internal, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'void_in';
CREATE FUNCTION gbt_uuid_picksplit(internal, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_uuid_union(internal, internal) RETURNS gbtreekey32 IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_uuid_same(gbtreekey32, gbtreekey32, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_macad8_consistent(internal, macaddr8, smallint, oid, internal) RETURNS boolean IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'btequalimage';
CREATE FUNCTION gbt_macad8_compress(internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_macad8_fetch(internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_macad8_penalty(internal, internal, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'void_in';
CREATE FUNCTION gbt_macad8_picksplit(internal, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_macad8_union(internal, internal) RETURNS gbtreekey16 IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_macad8_same(gbtreekey16, gbtreekey16, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_enum_consistent(internal, anyenum, smallint, oid, internal) RETURNS boolean IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'btequalimage';
CREATE FUNCTION gbt_enum_compress(internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_enum_fetch(internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_enum_penalty(internal, internal, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'void_in';
CREATE FUNCTION gbt_enum_picksplit(internal, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_enum_union(internal, internal) RETURNS gbtreekey8 IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_enum_same(gbtreekey8, gbtreekey8, internal) RETURNS internal IMMUTABLE STRICT PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_bool_consistent(internal, boolean, smallint, oid, internal) RETURNS boolean IMMUTABLE STRICT LANGUAGE internal AS 'btequalimage';
CREATE FUNCTION gbt_bool_compress(internal) RETURNS internal IMMUTABLE STRICT LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_bool_fetch(internal) RETURNS internal IMMUTABLE STRICT LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_bool_penalty(internal, internal, internal) RETURNS internal IMMUTABLE STRICT LANGUAGE internal AS 'void_in';
CREATE FUNCTION gbt_bool_picksplit(internal, internal) RETURNS internal IMMUTABLE STRICT LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_bool_union(internal, internal) RETURNS gbtreekey2 IMMUTABLE STRICT LANGUAGE internal AS 'internal_in';
CREATE FUNCTION gbt_bool_same(gbtreekey2, gbtreekey2, internal) RETURNS internal IMMUTABLE STRICT LANGUAGE internal AS 'internal_in';
CREATE OPERATOR <-> (LEFTARG = money, RIGHTARG = money, FUNCTION = cash_dist, COMMUTATOR = <->);
CREATE OPERATOR <-> (LEFTARG = date, RIGHTARG = date, FUNCTION = date_dist, COMMUTATOR = <->);
CREATE OPERATOR <-> (LEFTARG = real, RIGHTARG = real, FUNCTION = float4_dist, COMMUTATOR = <->);
CREATE OPERATOR <-> (LEFTARG = double precision, RIGHTARG = double precision, FUNCTION = float8_dist, COMMUTATOR = <->);
CREATE OPERATOR <-> (LEFTARG = smallint, RIGHTARG = smallint, FUNCTION = int2_dist, COMMUTATOR = <->);
CREATE OPERATOR <-> (LEFTARG = integer, RIGHTARG = integer, FUNCTION = int4_dist, COMMUTATOR = <->);
CREATE OPERATOR <-> (LEFTARG = bigint, RIGHTARG = bigint, FUNCTION = int8_dist, COMMUTATOR = <->);
CREATE OPERATOR <-> (LEFTARG = interval, RIGHTARG = interval, FUNCTION = interval_dist, COMMUTATOR = <->);
CREATE OPERATOR <-> (LEFTARG = oid, RIGHTARG = oid, FUNCTION = oid_dist, COMMUTATOR = <->);
CREATE OPERATOR <-> (LEFTARG = time without time zone, RIGHTARG = time without time zone, FUNCTION = time_dist, COMMUTATOR = <->);
CREATE OPERATOR <-> (LEFTARG = timestamp without time zone, RIGHTARG = timestamp without time zone, FUNCTION = ts_dist, COMMUTATOR = <->);
CREATE OPERATOR <-> (LEFTARG = timestamp with time zone, RIGHTARG = timestamp with time zone, FUNCTION = tstz_dist, COMMUTATOR = <->);
CREATE OPERATOR CLASS gist_oid_ops DEFAULT FOR TYPE oid USING gist AS
  OPERATOR 1 < (oid, oid), OPERATOR 2 <= (oid, oid), OPERATOR 3 = (oid, oid), OPERATOR 4 >= (oid, oid), OPERATOR 5 > (oid, oid), OPERATOR 6 <> (oid, oid), FUNCTION 1 gbt_oid_consistent(internal,oid,smallint,oid,internal), FUNCTION 2 gbt_oid_union(internal,internal), FUNCTION 5 gbt_oid_penalty(internal,internal,internal), FUNCTION 6 gbt_oid_picksplit(internal,internal), FUNCTION 7 gbt_oid_same(gbtreekey8,gbtreekey8,internal);
CREATE OPERATOR CLASS gist_int2_ops DEFAULT FOR TYPE smallint USING gist AS
  OPERATOR 1 < (smallint, smallint), OPERATOR 2 <= (smallint, smallint), OPERATOR 3 = (smallint, smallint), OPERATOR 4 >= (smallint, smallint), OPERATOR 5 > (smallint, smallint), OPERATOR 6 <> (smallint, smallint), FUNCTION 1 gbt_int2_consistent(internal,smallint,smallint,oid,internal), FUNCTION 2 gbt_int2_union(internal,internal), FUNCTION 5 gbt_int2_penalty(internal,internal,internal), FUNCTION 6 gbt_int2_picksplit(internal,internal), FUNCTION 7 gbt_int2_same(gbtreekey4,gbtreekey4,internal);
CREATE OPERATOR CLASS gist_int4_ops DEFAULT FOR TYPE integer USING gist AS
  OPERATOR 1 < (integer, integer), OPERATOR 2 <= (integer, integer), OPERATOR 3 = (integer, integer), OPERATOR 4 >= (integer, integer), OPERATOR 5 > (integer, integer), OPERATOR 6 <> (integer, integer), FUNCTION 1 gbt_int4_consistent(internal,integer,smallint,oid,internal), FUNCTION 2 gbt_int4_union(internal,internal), FUNCTION 5 gbt_int4_penalty(internal,internal,internal), FUNCTION 6 gbt_int4_picksplit(internal,internal), FUNCTION 7 gbt_int4_same(gbtreekey8,gbtreekey8,internal);
CREATE OPERATOR CLASS gist_int8_ops DEFAULT FOR TYPE bigint USING gist AS
  OPERATOR 1 < (bigint, bigint), OPERATOR 2 <= (bigint, bigint), OPERATOR 3 = (bigint, bigint), OPERATOR 4 >= (bigint, bigint), OPERATOR 5 > (bigint, bigint), OPERATOR 6 <> (bigint, bigint), FUNCTION 1 gbt_int8_consistent(internal,bigint,smallint,oid,internal), FUNCTION 2 gbt_int8_union(internal,internal), FUNCTION 5 gbt_int8_penalty(internal,internal,internal), FUNCTION 6 gbt_int8_picksplit(internal,internal), FUNCTION 7 gbt_int8_same(gbtreekey16,gbtreekey16,internal);
CREATE OPERATOR CLASS gist_float4_ops DEFAULT FOR TYPE real USING gist AS
  OPERATOR 1 < (real, real), OPERATOR 2 <= (real, real), OPERATOR 3 = (real, real), OPERATOR 4 >= (real, real), OPERATOR 5 > (real, real), OPERATOR 6 <> (real, real), FUNCTION 1 gbt_float4_consistent(internal,real,smallint,oid,internal), FUNCTION 2 gbt_float4_union(internal,internal), FUNCTION 5 gbt_float4_penalty(internal,internal,internal), FUNCTION 6 gbt_float4_picksplit(internal,internal), FUNCTION 7 gbt_float4_same(gbtreekey8,gbtreekey8,internal);
CREATE OPERATOR CLASS gist_float8_ops DEFAULT FOR TYPE double precision USING gist AS
  OPERATOR 1 < (double precision, double precision), OPERATOR 2 <= (double precision, double precision), OPERATOR 3 = (double precision, double precision), OPERATOR 4 >= (double precision, double precision), OPERATOR 5 > (double precision, double precision), OPERATOR 6 <> (double precision, double precision), FUNCTION 1 gbt_float8_consistent(internal,double precision,smallint,oid,internal), FUNCTION 2 gbt_float8_union(internal,internal), FUNCTION 5 gbt_float8_penalty(internal,internal,internal), FUNCTION 6 gbt_float8_picksplit(internal,internal), FUNCTION 7 gbt_float8_same(gbtreekey16,gbtreekey16,internal);
CREATE OPERATOR CLASS gist_timestamp_ops DEFAULT FOR TYPE timestamp without time zone USING gist AS
  OPERATOR 1 < (timestamp without time zone, timestamp without time zone), OPERATOR 2 <= (timestamp without time zone, timestamp without time zone), OPERATOR 3 = (timestamp without time zone, timestamp without time zone), OPERATOR 4 >= (timestamp without time zone, timestamp without time zone), OPERATOR 5 > (timestamp without time zone, timestamp without time zone), OPERATOR 6 <> (timestamp without time zone, timestamp without time zone), FUNCTION 1 gbt_ts_consistent(internal,timestamp without time zone,smallint,oid,internal), FUNCTION 2 gbt_ts_union(internal,internal), FUNCTION 5 gbt_ts_penalty(internal,internal,internal), FUNCTION 6 gbt_ts_picksplit(internal,internal), FUNCTION 7 gbt_ts_same(gbtreekey16,gbtreekey16,internal);
CREATE OPERATOR CLASS gist_timestamptz_ops DEFAULT FOR TYPE timestamp with time zone USING gist AS
  OPERATOR 1 < (timestamp with time zone, timestamp with time zone), OPERATOR 2 <= (timestamp with time zone, timestamp with time zone), OPERATOR 3 = (timestamp with time zone, timestamp with time zone), OPERATOR 4 >= (timestamp with time zone, timestamp with time zone), OPERATOR 5 > (timestamp with time zone, timestamp with time zone), OPERATOR 6 <> (timestamp with time zone, timestamp with time zone), FUNCTION 1 gbt_tstz_consistent(internal,timestamp with time zone,smallint,oid,internal), FUNCTION 2 gbt_ts_union(internal,internal), FUNCTION 5 gbt_ts_penalty(internal,internal,internal), FUNCTION 6 gbt_ts_picksplit(internal,internal), FUNCTION 7 gbt_ts_same(gbtreekey16,gbtreekey16,internal);
CREATE OPERATOR CLASS gist_time_ops DEFAULT FOR TYPE time without time zone USING gist AS
  OPERATOR 1 < (time without time zone, time without time zone), OPERATOR 2 <= (time without time zone, time without time zone), OPERATOR 3 = (time without time zone, time without time zone), OPERATOR 4 >= (time without time zone, time without time zone), OPERATOR 5 > (time without time zone, time without time zone), OPERATOR 6 <> (time without time zone, time without time zone), FUNCTION 1 gbt_time_consistent(internal,time without time zone,smallint,oid,internal), FUNCTION 2 gbt_time_union(internal,internal), FUNCTION 5 gbt_time_penalty(internal,internal,internal), FUNCTION 6 gbt_time_picksplit(internal,internal), FUNCTION 7 gbt_time_same(gbtreekey16,gbtreekey16,internal);
CREATE OPERATOR CLASS gist_timetz_ops DEFAULT FOR TYPE time with time zone USING gist AS
  OPERATOR 1 < (time with time zone, time with time zone), OPERATOR 2 <= (time with time zone, time with time zone), OPERATOR 3 = (time with time zone, time with time zone), OPERATOR 4 >= (time with time zone, time with time zone), OPERATOR 5 > (time with time zone, time with time zone), OPERATOR 6 <> (time with time zone, time with time zone), FUNCTION 1 gbt_timetz_consistent(internal,time with time zone,smallint,oid,internal), FUNCTION 2 gbt_time_union(internal,internal), FUNCTION 5 gbt_time_penalty(internal,internal,internal), FUNCTION 6 gbt_time_picksplit(internal,internal), FUNCTION 7 gbt_time_same(gbtreekey16,gbtreekey16,internal);
CREATE OPERATOR CLASS gist_date_ops DEFAULT FOR TYPE date USING gist AS
  OPERATOR 1 < (date, date), OPERATOR 2 <= (date, date), OPERATOR 3 = (date, date), OPERATOR 4 >= (date, date), OPERATOR 5 > (date, date), OPERATOR 6 <> (date, date), FUNCTION 1 gbt_date_consistent(internal,date,smallint,oid,internal), FUNCTION 2 gbt_date_union(internal,internal), FUNCTION 5 gbt_date_penalty(internal,internal,internal), FUNCTION 6 gbt_date_picksplit(internal,internal), FUNCTION 7 gbt_date_same(gbtreekey8,gbtreekey8,internal);
CREATE OPERATOR CLASS gist_interval_ops DEFAULT FOR TYPE interval USING gist AS
  OPERATOR 1 < (interval, interval), OPERATOR 2 <= (interval, interval), OPERATOR 3 = (interval, interval), OPERATOR 4 >= (interval, interval), OPERATOR 5 > (interval, interval), OPERATOR 6 <> (interval, interval), FUNCTION 1 gbt_intv_consistent(internal,interval,smallint,oid,internal), FUNCTION 2 gbt_intv_union(internal,internal), FUNCTION 5 gbt_intv_penalty(internal,internal,internal), FUNCTION 6 gbt_intv_picksplit(internal,internal), FUNCTION 7 gbt_intv_same(gbtreekey32,gbtreekey32,internal);
CREATE OPERATOR CLASS gist_cash_ops DEFAULT FOR TYPE money USING gist AS
  OPERATOR 1 < (money, money), OPERATOR 2 <= (money, money), OPERATOR 3 = (money, money), OPERATOR 4 >= (money, money), OPERATOR 5 > (money, money), OPERATOR 6 <> (money, money), FUNCTION 1 gbt_cash_consistent(internal,money,smallint,oid,internal), FUNCTION 2 gbt_cash_union(internal,internal), FUNCTION 5 gbt_cash_penalty(internal,internal,internal), FUNCTION 6 gbt_cash_picksplit(internal,internal), FUNCTION 7 gbt_cash_same(gbtreekey16,gbtreekey16,internal);
CREATE OPERATOR CLASS gist_macaddr_ops DEFAULT FOR TYPE macaddr USING gist AS
  OPERATOR 1 < (macaddr, macaddr), OPERATOR 2 <= (macaddr, macaddr), OPERATOR 3 = (macaddr, macaddr), OPERATOR 4 >= (macaddr, macaddr), OPERATOR 5 > (macaddr, macaddr), OPERATOR 6 <> (macaddr, macaddr), FUNCTION 1 gbt_macad_consistent(internal,macaddr,smallint,oid,internal), FUNCTION 2 gbt_macad_union(internal,internal), FUNCTION 5 gbt_macad_penalty(internal,internal,internal), FUNCTION 6 gbt_macad_picksplit(internal,internal), FUNCTION 7 gbt_macad_same(gbtreekey16,gbtreekey16,internal);
CREATE OPERATOR CLASS gist_text_ops DEFAULT FOR TYPE text USING gist AS
  OPERATOR 1 < (text, text), OPERATOR 2 <= (text, text), OPERATOR 3 = (text, text), OPERATOR 4 >= (text, text), OPERATOR 5 > (text, text), OPERATOR 6 <> (text, text), FUNCTION 1 gbt_text_consistent(internal,text,smallint,oid,internal), FUNCTION 2 gbt_text_union(internal,internal), FUNCTION 5 gbt_text_penalty(internal,internal,internal), FUNCTION 6 gbt_text_picksplit(internal,internal), FUNCTION 7 gbt_text_same(gbtreekey_var,gbtreekey_var,internal);
CREATE OPERATOR CLASS gist_bpchar_ops DEFAULT FOR TYPE character USING gist AS
  OPERATOR 1 < (character, character), OPERATOR 2 <= (character, character), OPERATOR 3 = (character, character), OPERATOR 4 >= (character, character), OPERATOR 5 > (character, character), OPERATOR 6 <> (character, character), FUNCTION 1 gbt_bpchar_consistent(internal,character,smallint,oid,internal), FUNCTION 2 gbt_text_union(internal,internal), FUNCTION 5 gbt_text_penalty(internal,internal,internal), FUNCTION 6 gbt_text_picksplit(internal,internal), FUNCTION 7 gbt_text_same(gbtreekey_var,gbtreekey_var,internal);
CREATE OPERATOR CLASS gist_bytea_ops DEFAULT FOR TYPE bytea USING gist AS
  OPERATOR 1 < (bytea, bytea), OPERATOR 2 <= (bytea, bytea), OPERATOR 3 = (bytea, bytea), OPERATOR 4 >= (bytea, bytea), OPERATOR 5 > (bytea, bytea), OPERATOR 6 <> (bytea, bytea), FUNCTION 1 gbt_bytea_consistent(internal,bytea,smallint,oid,internal), FUNCTION 2 gbt_bytea_union(internal,internal), FUNCTION 5 gbt_bytea_penalty(internal,internal,internal), FUNCTION 6 gbt_bytea_picksplit(internal,internal), FUNCTION 7 gbt_bytea_same(gbtreekey_var,gbtreekey_var,internal);
CREATE OPERATOR CLASS gist_numeric_ops DEFAULT FOR TYPE numeric USING gist AS
  OPERATOR 1 < (numeric, numeric), OPERATOR 2 <= (numeric, numeric), OPERATOR 3 = (numeric, numeric), OPERATOR 4 >= (numeric, numeric), OPERATOR 5 > (numeric, numeric), OPERATOR 6 <> (numeric, numeric), FUNCTION 1 gbt_numeric_consistent(internal,numeric,smallint,oid,internal), FUNCTION 2 gbt_numeric_union(internal,internal), FUNCTION 5 gbt_numeric_penalty(internal,internal,internal), FUNCTION 6 gbt_numeric_picksplit(internal,internal), FUNCTION 7 gbt_numeric_same(gbtreekey_var,gbtreekey_var,internal);
CREATE OPERATOR CLASS gist_bit_ops DEFAULT FOR TYPE bit USING gist AS
  OPERATOR 1 < (bit, bit), OPERATOR 2 <= (bit, bit), OPERATOR 3 = (bit, bit), OPERATOR 4 >= (bit, bit), OPERATOR 5 > (bit, bit), OPERATOR 6 <> (bit, bit), FUNCTION 1 gbt_bit_consistent(internal,bit,smallint,oid,internal), FUNCTION 2 gbt_bit_union(internal,internal), FUNCTION 5 gbt_bit_penalty(internal,internal,internal), FUNCTION 6 gbt_bit_picksplit(internal,internal), FUNCTION 7 gbt_bit_same(gbtreekey_var,gbtreekey_var,internal);
CREATE OPERATOR CLASS gist_vbit_ops DEFAULT FOR TYPE bit varying USING gist AS
  OPERATOR 1 < (bit varying, bit varying), OPERATOR 2 <= (bit varying, bit varying), OPERATOR 3 = (bit varying, bit varying), OPERATOR 4 >= (bit varying, bit varying), OPERATOR 5 > (bit varying, bit varying), OPERATOR 6 <> (bit varying, bit varying), FUNCTION 1 gbt_bit_consistent(internal,bit,smallint,oid,internal), FUNCTION 2 gbt_bit_union(internal,internal), FUNCTION 5 gbt_bit_penalty(internal,internal,internal), FUNCTION 6 gbt_bit_picksplit(internal,internal), FUNCTION 7 gbt_bit_same(gbtreekey_var,gbtreekey_var,internal);
CREATE OPERATOR CLASS gist_inet_ops DEFAULT FOR TYPE inet USING gist AS
  OPERATOR 1 < (inet, inet), OPERATOR 2 <= (inet, inet), OPERATOR 3 = (inet, inet), OPERATOR 4 >= (inet, inet), OPERATOR 5 > (inet, inet), OPERATOR 6 <> (inet, inet), FUNCTION 1 gbt_inet_consistent(internal,inet,smallint,oid,internal), FUNCTION 2 gbt_inet_union(internal,internal), FUNCTION 5 gbt_inet_penalty(internal,internal,internal), FUNCTION 6 gbt_inet_picksplit(internal,internal), FUNCTION 7 gbt_inet_same(gbtreekey16,gbtreekey16,internal);
CREATE OPERATOR CLASS gist_cidr_ops DEFAULT FOR TYPE cidr USING gist AS
  FUNCTION 1 gbt_inet_consistent(internal,inet,smallint,oid,internal), FUNCTION 2 gbt_inet_union(internal,internal), FUNCTION 5 gbt_inet_penalty(internal,internal,internal), FUNCTION 6 gbt_inet_picksplit(internal,internal), FUNCTION 7 gbt_inet_same(gbtreekey16,gbtreekey16,internal);
CREATE OPERATOR CLASS gist_uuid_ops DEFAULT FOR TYPE uuid USING gist AS
  OPERATOR 1 < (uuid, uuid), OPERATOR 2 <= (uuid, uuid), OPERATOR 3 = (uuid, uuid), OPERATOR 4 >= (uuid, uuid), OPERATOR 5 > (uuid, uuid), OPERATOR 6 <> (uuid, uuid), FUNCTION 1 gbt_uuid_consistent(internal,uuid,smallint,oid,internal), FUNCTION 2 gbt_uuid_union(internal,internal), FUNCTION 5 gbt_uuid_penalty(internal,internal,internal), FUNCTION 6 gbt_uuid_picksplit(internal,internal), FUNCTION 7 gbt_uuid_same(gbtreekey32,gbtreekey32,internal);
CREATE OPERATOR CLASS gist_macaddr8_ops DEFAULT FOR TYPE macaddr8 USING gist AS
  OPERATOR 1 < (macaddr8, macaddr8), OPERATOR 2 <= (macaddr8, macaddr8), OPERATOR 3 = (macaddr8, macaddr8), OPERATOR 4 >= (macaddr8, macaddr8), OPERATOR 5 > (macaddr8, macaddr8), OPERATOR 6 <> (macaddr8, macaddr8), FUNCTION 1 gbt_macad8_consistent(internal,macaddr8,smallint,oid,internal), FUNCTION 2 gbt_macad8_union(internal,internal), FUNCTION 5 gbt_macad8_penalty(internal,internal,internal), FUNCTION 6 gbt_macad8_picksplit(internal,internal), FUNCTION 7 gbt_macad8_same(gbtreekey16,gbtreekey16,internal);
CREATE OPERATOR CLASS gist_enum_ops DEFAULT FOR TYPE anyenum USING gist AS
  OPERATOR 1 < (anyenum, anyenum), OPERATOR 2 <= (anyenum, anyenum), OPERATOR 3 = (anyenum, anyenum), OPERATOR 4 >= (anyenum, anyenum), OPERATOR 5 > (anyenum, anyenum), OPERATOR 6 <> (anyenum, anyenum), FUNCTION 1 gbt_enum_consistent(internal,anyenum,smallint,oid,internal), FUNCTION 2 gbt_enum_union(internal,internal), FUNCTION 5 gbt_enum_penalty(internal,internal,internal), FUNCTION 6 gbt_enum_picksplit(internal,internal), FUNCTION 7 gbt_enum_same(gbtreekey8,gbtreekey8,internal);
CREATE OPERATOR CLASS gist_bool_ops DEFAULT FOR TYPE boolean USING gist AS
  OPERATOR 1 < (boolean, boolean), OPERATOR 2 <= (boolean, boolean), OPERATOR 3 = (boolean, boolean), OPERATOR 4 >= (boolean, boolean), OPERATOR 5 > (boolean, boolean), OPERATOR 6 <> (boolean, boolean), FUNCTION 1 gbt_bool_consistent(internal,boolean,smallint,oid,internal), FUNCTION 2 gbt_bool_union(internal,internal), FUNCTION 5 gbt_bool_penalty(internal,internal,internal), FUNCTION 6 gbt_bool_picksplit(internal,internal), FUNCTION 7 gbt_bool_same(gbtreekey2,gbtreekey2,internal);
-- WITHOUT OVERLAPS and PERIOD ask it which strategy means "equal" (18 and later).
DO $do$
DECLARE
    family record;
BEGIN
    IF pg_catalog.current_setting('server_version_num')::integer < 180000 THEN
        RETURN;
    END IF;
    CREATE FUNCTION gist_translate_cmptype_btree(integer) RETURNS smallint IMMUTABLE STRICT PARALLEL SAFE LANGUAGE sql
        AS 'SELECT CASE WHEN $1 BETWEEN 1 AND 5 THEN $1 ELSE 0 END::smallint';
    FOR family IN
        SELECT f.opfname FROM pg_catalog.pg_opfamily AS f JOIN pg_catalog.pg_am AS a ON a.oid = f.opfmethod
         WHERE a.amname = 'gist' AND f.opfname ~ '^gist_'
           AND f.opfnamespace = (SELECT typnamespace FROM pg_catalog.pg_type WHERE oid = 'gbtreekey4'::pg_catalog.regtype)
    LOOP
        EXECUTE pg_catalog.format(
            'ALTER OPERATOR FAMILY %I USING gist ADD FUNCTION 12 ("any", "any") gist_translate_cmptype_btree(integer)', family.opfname);
    END LOOP;
END
$do$;
