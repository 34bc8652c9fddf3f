create foreign data wrapper w;
create server s type 'x' version '1' foreign data wrapper w options (host 'h');
create user mapping for public server s options ("user" 'u');
create foreign table ft (a int options (x 'y') not null, b text) server s options (t 'u');
