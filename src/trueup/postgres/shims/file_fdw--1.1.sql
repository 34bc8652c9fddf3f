-- No handler: servers, user mappings and foreign tables load, a query of one fails. Nothing goes outwards.
CREATE FOREIGN DATA WRAPPER file_fdw NO HANDLER NO VALIDATOR;
UPDATE pg_catalog.pg_foreign_data_wrapper SET fdwowner = '@extowner@'::pg_catalog.regrole WHERE fdwname = 'file_fdw';
