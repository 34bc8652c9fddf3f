CREATE FUNCTION system_time(internal) RETURNS tsm_handler VOLATILE STRICT LANGUAGE internal AS 'internal_in';
