create foreign data wrapper w;
create server s foreign data wrapper w options (host 'h', port '1');
create foreign table ft (a int) server s options (x '1');
alter server s options (set host 'i', drop port, add dbname 'd');
alter foreign table ft options (set x '2');
alter foreign table ft add b text;
alter foreign table ft alter a type bigint;
