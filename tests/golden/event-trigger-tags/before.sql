create function ev() returns event_trigger language plpgsql as 'begin end';
