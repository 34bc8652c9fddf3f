create domain d as int constraint pos check (value > 1);
