-- No handler: servers, user mappings and foreign tables load, a query of one fails. Nothing goes outwards.
CREATE FOREIGN DATA WRAPPER postgres_fdw NO HANDLER NO VALIDATOR;
GRANT USAGE ON FOREIGN DATA WRAPPER postgres_fdw TO PUBLIC;
CREATE FUNCTION postgres_fdw_get_connections(OUT server_name text, OUT valid boolean) RETURNS SETOF record STRICT LANGUAGE plpgsql AS 'BEGIN END';
CREATE FUNCTION postgres_fdw_disconnect(text) RETURNS boolean STRICT LANGUAGE sql AS 'SELECT false';
CREATE FUNCTION postgres_fdw_disconnect_all() RETURNS boolean STRICT LANGUAGE sql AS 'SELECT false';
