create foreign data wrapper w;
create server s foreign data wrapper w options (host 'h', port '1');
create foreign table ft (a int) server s options (x '1');
