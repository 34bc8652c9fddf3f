-- No handler: servers, user mappings and foreign tables load, a query of one fails. Nothing goes outwards.
CREATE FOREIGN DATA WRAPPER file_fdw NO HANDLER NO VALIDATOR;
GRANT USAGE ON FOREIGN DATA WRAPPER file_fdw TO PUBLIC;
