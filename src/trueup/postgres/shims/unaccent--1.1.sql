CREATE FUNCTION unaccent(text) RETURNS text STABLE STRICT PARALLEL SAFE LANGUAGE sql AS $$ SELECT regexp_replace(normalize(translate($1, 'ßØøŁłĐđÆæŒœ', 'sOoLlDdAaOo'), NFD), U&'[\0300-\036F]', '', 'g') $$;
CREATE FUNCTION unaccent(regdictionary, text) RETURNS text STABLE STRICT PARALLEL SAFE LANGUAGE sql AS $$ SELECT regexp_replace(normalize(translate($2, 'ßØøŁłĐđÆæŒœ', 'sOoLlDdAaOo'), NFD), U&'[\0300-\036F]', '', 'g') $$;
CREATE FUNCTION unaccent_init(internal) RETURNS internal VOLATILE PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE FUNCTION unaccent_lexize(internal, internal, internal, internal) RETURNS internal VOLATILE PARALLEL SAFE LANGUAGE internal AS 'internal_in';
CREATE TEXT SEARCH TEMPLATE unaccent (INIT = dsimple_init, LEXIZE = dsimple_lexize);
CREATE TEXT SEARCH DICTIONARY unaccent (TEMPLATE = unaccent);
