-- Samples as SYSTEM does: its argument is taken for a percentage.
CREATE FUNCTION system_time(internal) RETURNS tsm_handler STRICT LANGUAGE internal AS 'tsm_system_handler';
