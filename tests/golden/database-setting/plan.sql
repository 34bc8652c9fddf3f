DO $do$BEGIN EXECUTE format('ALTER DATABASE %I SET work_mem TO ''8MB''', current_database()); END$do$;
