-- Calls raise: a scratch server reaches no network.
CREATE DOMAIN http_method AS text;
CREATE DOMAIN content_type AS text CHECK (VALUE ~ '^\S+\/\S+');
CREATE TYPE http_header AS (field varchar, value varchar);
CREATE TYPE http_response AS (status integer, content_type varchar, headers http_header[], content varchar);
CREATE TYPE http_request AS (method http_method, uri varchar, headers http_header[], content_type varchar, content varchar);
CREATE FUNCTION http_header(field varchar, value varchar) RETURNS http_header LANGUAGE sql AS 'SELECT $1, $2';
CREATE FUNCTION http_set_curlopt(curlopt varchar, value varchar) RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE FUNCTION http_reset_curlopt() RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE FUNCTION http_list_curlopt() RETURNS TABLE (curlopt text, value text) LANGUAGE plpgsql AS 'BEGIN END';
CREATE FUNCTION text_to_bytea(data text) RETURNS bytea IMMUTABLE STRICT LANGUAGE sql AS $$ SELECT convert_to($1, 'UTF8') $$;
CREATE FUNCTION bytea_to_text(data bytea) RETURNS text IMMUTABLE STRICT LANGUAGE sql AS $$ SELECT convert_from($1, 'UTF8') $$;
CREATE FUNCTION urlencode(string varchar) RETURNS text IMMUTABLE STRICT LANGUAGE sql AS $$
  SELECT coalesce(string_agg(CASE WHEN c ~ '[A-Za-z0-9._~-]' THEN c
    ELSE regexp_replace(upper(encode(convert_to(c, 'UTF8'), 'hex')), '(..)', '%\1', 'g') END, '' ORDER BY n), '')
    FROM regexp_split_to_table($1, '') WITH ORDINALITY AS s(c, n) $$;
STUB http_headers(VARIADIC args text[]) RETURNS http_header[] IMMUTABLE STRICT;
STUB http(request http_request) RETURNS http_response VOLATILE;
STUB http_get(uri character varying) RETURNS http_response VOLATILE;
STUB http_post(uri character varying, content character varying, content_type character varying) RETURNS http_response VOLATILE;
STUB http_put(uri character varying, content character varying, content_type character varying) RETURNS http_response VOLATILE;
STUB http_patch(uri character varying, content character varying, content_type character varying) RETURNS http_response VOLATILE;
STUB http_delete(uri character varying) RETURNS http_response VOLATILE;
STUB http_delete(uri character varying, content character varying, content_type character varying) RETURNS http_response VOLATILE;
STUB http_head(uri character varying) RETURNS http_response VOLATILE;
STUB urlencode(string bytea) RETURNS text IMMUTABLE STRICT;
STUB urlencode(data jsonb) RETURNS text IMMUTABLE STRICT;
STUB http_get(uri character varying, data jsonb) RETURNS http_response VOLATILE;
STUB http_post(uri character varying, data jsonb) RETURNS http_response VOLATILE;
