create function f() returns table (a int, b text) rows 5 language sql as $$select 1, 'x'$$;
