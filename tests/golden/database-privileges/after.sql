do $$ begin execute format('grant temporary on database %I to pg_monitor', current_database()); end $$;
