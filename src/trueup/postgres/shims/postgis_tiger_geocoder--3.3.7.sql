CREATE TYPE norm_addy AS (address integer, predirabbrev varchar, streetname varchar, streettypeabbrev varchar, postdirabbrev varchar, internal varchar,
  location varchar, stateabbrev varchar, zip varchar, parsed boolean, zip4 varchar, address_alphanumeric varchar);
STUB geocode(input varchar, max_results integer DEFAULT 10, restrict_geom geometry DEFAULT NULL, OUT addy norm_addy, OUT geomout geometry, OUT rating integer) RETURNS SETOF record STABLE;
STUB reverse_geocode(pt geometry, include_strnum_range boolean DEFAULT false, OUT intpt geometry[], OUT addy norm_addy[], OUT street varchar[]) RETURNS record STABLE;
STUB normalize_address(in_rawinput varchar) RETURNS norm_addy STABLE;
STUB pprint_addy(input norm_addy) RETURNS varchar IMMUTABLE;
