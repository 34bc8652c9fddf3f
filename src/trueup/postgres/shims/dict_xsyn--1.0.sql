CREATE FUNCTION dxsyn_init(internal) RETURNS internal VOLATILE STRICT LANGUAGE internal AS 'internal_in';
CREATE FUNCTION dxsyn_lexize(internal, internal, internal, internal) RETURNS internal VOLATILE STRICT LANGUAGE internal AS 'internal_in';
CREATE TEXT SEARCH TEMPLATE xsyn_template (INIT = dsimple_init, LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH DICTIONARY xsyn (TEMPLATE = xsyn_template);
