CREATE FUNCTION insert_username() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW := jsonb_populate_record(NEW, jsonb_build_object(TG_ARGV[0], current_user));
  RETURN NEW;
END
$$;
