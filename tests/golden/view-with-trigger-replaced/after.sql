create table t (id int primary key, a text, b int);
create function f() returns trigger language plpgsql as 'begin return new; end';
create view v as select id from t;
create trigger tr instead of insert on v for each row execute function f();
