CREATE FUNCTION system_rows(internal) RETURNS tsm_handler VOLATILE STRICT LANGUAGE internal AS 'internal_in';
