create function ev() returns event_trigger language plpgsql as 'begin end';
create event trigger et on ddl_command_start when tag in ('CREATE TABLE', 'ALTER TABLE', 'DROP TABLE') execute function ev();
