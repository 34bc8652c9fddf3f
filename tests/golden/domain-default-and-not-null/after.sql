create domain d as int default 3 not null;
