create function f() returns void language sql as '';
