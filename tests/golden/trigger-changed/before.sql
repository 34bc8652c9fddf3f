create table t (id int primary key, a text, b int);
create function f() returns trigger language plpgsql as 'begin return new; end';
create function g() returns trigger language plpgsql as 'begin return null; end';
create trigger tr before insert on t for each row execute function f();
