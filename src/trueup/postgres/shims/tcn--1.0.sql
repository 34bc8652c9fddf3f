CREATE FUNCTION triggered_change_notification() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify(coalesce(TG_ARGV[0], 'tcn'), format('"%s",%s', TG_TABLE_NAME, left(TG_OP, 1)));
  RETURN NULL;
END
$$;
