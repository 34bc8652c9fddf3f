create procedure f() language sql as '';
