CREATE TABLE topology (id serial PRIMARY KEY, name varchar NOT NULL UNIQUE, srid integer NOT NULL, precision double precision NOT NULL, hasz boolean NOT NULL DEFAULT false);
CREATE TABLE layer (topology_id integer NOT NULL REFERENCES topology (id), layer_id integer NOT NULL, schema_name varchar NOT NULL, table_name varchar NOT NULL,
  feature_column varchar NOT NULL, feature_type integer NOT NULL, level integer NOT NULL DEFAULT 0, child_id integer, UNIQUE (schema_name, table_name, feature_column), PRIMARY KEY (topology_id, layer_id));
CREATE TYPE topogeometry AS (topology_id integer, layer_id integer, id integer, type integer);
CREATE TYPE validatetopology_returntype AS (error varchar, id1 integer, id2 integer);
CREATE DOMAIN topoelement AS integer[];
CREATE DOMAIN topoelementarray AS integer[];
STUB createtopology(atopology varchar, srid integer, prec double precision, hasz boolean) RETURNS integer;
STUB createtopology(varchar, integer, double precision) RETURNS integer;
STUB createtopology(varchar, integer) RETURNS integer;
STUB createtopology(varchar) RETURNS integer;
STUB droptopology(atopology varchar) RETURNS text;
STUB addtopogeometrycolumn(varchar, varchar, varchar, varchar, varchar) RETURNS integer;
STUB addtopogeometrycolumn(toponame varchar, schema varchar, tbl varchar, col varchar, ltype varchar, child integer) RETURNS integer;
STUB droptopogeometrycolumn(schema varchar, tbl varchar, col varchar) RETURNS text;
STUB gettopologyid(toponame varchar) RETURNS integer;
STUB gettopologyname(topoid integer) RETURNS varchar;
STUB gettopologysrid(toponame varchar) RETURNS integer;
STUB validatetopology(toponame varchar) RETURNS SETOF validatetopology_returntype;
