STUB pgaudit_ddl_command_end() RETURNS event_trigger VOLATILE;
STUB pgaudit_sql_drop() RETURNS event_trigger VOLATILE;
