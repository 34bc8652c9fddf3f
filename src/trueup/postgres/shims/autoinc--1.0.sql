CREATE FUNCTION autoinc() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF coalesce((to_jsonb(NEW) ->> TG_ARGV[0])::bigint, 0) = 0 THEN
    NEW := jsonb_populate_record(NEW, jsonb_build_object(TG_ARGV[0], nextval(TG_ARGV[1]::regclass)));
  END IF;
  RETURN NEW;
END
$$;
