CREATE FUNCTION dintdict_init(internal) RETURNS internal VOLATILE STRICT LANGUAGE internal AS 'internal_in';
CREATE FUNCTION dintdict_lexize(internal, internal, internal, internal) RETURNS internal VOLATILE STRICT LANGUAGE internal AS 'internal_in';
CREATE TEXT SEARCH TEMPLATE intdict_template (INIT = dsimple_init, LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH DICTIONARY intdict (TEMPLATE = intdict_template);
