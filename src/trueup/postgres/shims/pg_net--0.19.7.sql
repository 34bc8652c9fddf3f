-- Requests are queued, never sent: a scratch server reaches no network.
CREATE SCHEMA net;
CREATE DOMAIN net.http_method AS text CHECK (VALUE IN ('GET', 'POST', 'DELETE'));
CREATE TYPE net.request_status AS ENUM ('PENDING', 'SUCCESS', 'ERROR');
CREATE TYPE net.http_response AS (status_code integer, headers jsonb, body text);
CREATE TYPE net.http_response_result AS (status net.request_status, message text, response net.http_response);
CREATE UNLOGGED TABLE net.http_request_queue (
  id bigserial,
  method net.http_method NOT NULL,
  url text NOT NULL,
  headers jsonb,
  body bytea,
  timeout_milliseconds integer NOT NULL
);
CREATE UNLOGGED TABLE net._http_response (
  id bigint,
  status_code integer,
  content_type text,
  headers jsonb,
  content text,
  timed_out boolean,
  error_msg text,
  created timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON net._http_response (created);
CREATE FUNCTION net.http_get(url text, params jsonb DEFAULT '{}', headers jsonb DEFAULT '{}', timeout_milliseconds integer DEFAULT 5000)
  RETURNS bigint SECURITY DEFINER LANGUAGE sql SET search_path = '' AS $$
  INSERT INTO net.http_request_queue (method, url, headers, timeout_milliseconds) VALUES ('GET', $1, $3, $4) RETURNING id $$;
CREATE FUNCTION net.http_post(url text, body jsonb DEFAULT '{}', params jsonb DEFAULT '{}',
                              headers jsonb DEFAULT '{"Content-Type": "application/json"}', timeout_milliseconds integer DEFAULT 5000)
  RETURNS bigint SECURITY DEFINER LANGUAGE sql SET search_path = '' AS $$
  INSERT INTO net.http_request_queue (method, url, headers, body, timeout_milliseconds)
    VALUES ('POST', $1, $4, convert_to($2::text, 'UTF8'), $5) RETURNING id $$;
CREATE FUNCTION net.http_delete(url text, params jsonb DEFAULT '{}', headers jsonb DEFAULT '{}',
                                timeout_milliseconds integer DEFAULT 5000, body jsonb DEFAULT NULL)
  RETURNS bigint SECURITY DEFINER LANGUAGE sql SET search_path = '' AS $$
  INSERT INTO net.http_request_queue (method, url, headers, timeout_milliseconds) VALUES ('DELETE', $1, $3, $4) RETURNING id $$;
CREATE FUNCTION net.check_worker_is_up() RETURNS void LANGUAGE plpgsql AS 'BEGIN END';
CREATE FUNCTION net.wait_until_running() RETURNS void LANGUAGE plpgsql AS 'BEGIN END';
CREATE FUNCTION net.wake() RETURNS void LANGUAGE plpgsql AS 'BEGIN END';
CREATE FUNCTION net.worker_restart() RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE FUNCTION net._http_collect_response(request_id bigint, async boolean DEFAULT true) RETURNS net.http_response_result
  LANGUAGE sql AS $$ SELECT ROW('PENDING', 'request is pending processing', NULL)::net.http_response_result $$;
CREATE FUNCTION net.http_collect_response(request_id bigint, async boolean DEFAULT true) RETURNS net.http_response_result
  LANGUAGE sql AS $$ SELECT ROW('PENDING', 'request is pending processing', NULL)::net.http_response_result $$;
STUB net._await_response(request_id bigint) RETURNS boolean;
STUB net._urlencode_string(string varchar) RETURNS text IMMUTABLE;
STUB net._encode_url_with_params_array(url text, params_array text[]) RETURNS text IMMUTABLE;
GRANT USAGE ON SCHEMA net TO PUBLIC;
GRANT SELECT, INSERT, UPDATE, DELETE ON net.http_request_queue, net._http_response TO PUBLIC;
GRANT_IF_ROLE postgres USAGE ON SCHEMA net;
