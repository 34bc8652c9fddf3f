-- No handler: servers, user mappings and foreign tables load, a query of one fails. Nothing goes outwards.
CREATE FOREIGN DATA WRAPPER postgres_fdw NO HANDLER NO VALIDATOR;
UPDATE pg_catalog.pg_foreign_data_wrapper SET fdwowner = '@extowner@'::pg_catalog.regrole WHERE fdwname = 'postgres_fdw';
CREATE FUNCTION postgres_fdw_get_connections(OUT server_name text, OUT valid boolean) RETURNS SETOF record STRICT LANGUAGE plpgsql AS 'BEGIN END';
CREATE FUNCTION postgres_fdw_disconnect(text) RETURNS boolean STRICT LANGUAGE sql AS 'SELECT false';
CREATE FUNCTION postgres_fdw_disconnect_all() RETURNS boolean STRICT LANGUAGE sql AS 'SELECT false';
