create function ev() returns event_trigger language plpgsql as $$declare r record; begin for r in select * from pg_event_trigger_ddl_commands() where command_tag = 'CREATE TABLE' loop execute format('alter table %s enable row level security', r.objid::regclass); end loop; end$$;
create event trigger et on ddl_command_end when tag in ('CREATE TABLE') execute function ev();
create table t (a int);
alter table t disable row level security;
