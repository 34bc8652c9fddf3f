-- The language's name only: a function in it can be made (bodies are not checked while loading), a call fails.
CREATE TRUSTED LANGUAGE plv8 HANDLER plpgsql_call_handler;
