-- Every line marked "here" has exactly one finding, at that line; what follows the mark stands in its help.
CREATE TABLE user_profiles (id bigint PRIMARY KEY, full_name text NOT NULL, role text, created_at timestamptz DEFAULT now());
CREATE TABLE orders (
  id bigint PRIMARY KEY,
  user_id bigint REFERENCES user_profiles,
  total numeric NOT NULL,
  state text,
  items jsonb
);
CREATE INDEX ON orders (user_id);
CREATE TYPE order_state AS ENUM ('open', 'paid');
CREATE FUNCTION order_total(which bigint) RETURNS numeric LANGUAGE sql STABLE AS 'SELECT total FROM orders WHERE id = which';
CREATE PROCEDURE close_order(which bigint) LANGUAGE sql AS 'UPDATE orders SET state = NULL WHERE id = which';

-- Tables
CREATE FUNCTION select_from() RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  RETURN (SELECT count(*) FROM user_profile); -- here: user_profiles
END $$;
CREATE FUNCTION insert_into() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO order_ (id) VALUES (1); -- here: orders
END $$;
CREATE FUNCTION update_set() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE ordersx SET state = 'open'; -- here: orders
END $$;
CREATE FUNCTION delete_using() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM orders USING profiles p WHERE p.id = user_id; -- here: user_profiles
END $$;
CREATE FUNCTION merge_into() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  MERGE INTO orders o
  USING new_orders n ON n.id = o.id -- here: orders
  WHEN MATCHED THEN DELETE;
END $$;
CREATE FUNCTION in_a_cte() RETURNS integer LANGUAGE plpgsql AS $$
DECLARE found integer;
BEGIN
  WITH rich AS (
    SELECT user_id FROM orders JOIN accounts a ON a.id = user_id -- here
  )
  SELECT count(*) INTO found FROM rich;
  RETURN found;
END $$;
CREATE FUNCTION in_a_condition(who bigint) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM user_roles WHERE id = who) THEN -- here
    RETURN true;
  END IF;
  RETURN false;
END $$;
CREATE FUNCTION in_a_loop() RETURNS void LANGUAGE plpgsql AS $$
DECLARE r record;
BEGIN
  FOR r IN
    SELECT id
    FROM order_list -- here: orders
  LOOP
    RAISE NOTICE '%', r.id;
  END LOOP;
END $$;
CREATE FUNCTION in_an_else(n integer) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF n > 1 THEN
    NULL;
  ELSIF n > 2 THEN
    NULL;
  ELSE
    DELETE FROM order_archive; -- here
  END IF;
END $$;
CREATE FUNCTION in_a_handler() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 / 0;
EXCEPTION WHEN division_by_zero THEN
  INSERT INTO error_log VALUES (SQLERRM); -- here
END $$;
CREATE FUNCTION in_a_nested_block() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  DECLARE inner_count integer;
  BEGIN
    SELECT count(*) INTO inner_count FROM user_profils; -- here: user_profiles
  END;
END $$;
CREATE FUNCTION in_perform() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM id FROM userprofiles; -- here: user_profiles
END $$;
CREATE FUNCTION in_return_query() RETURNS SETOF bigint LANGUAGE plpgsql AS $$
BEGIN
  RETURN QUERY SELECT id FROM ordres; -- here: orders
END $$;
CREATE FUNCTION in_a_default() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  top bigint := (SELECT max(id) FROM orderz); -- here: orders
BEGIN
  RETURN top;
END $$;
CREATE FUNCTION in_a_cursor() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  c CURSOR FOR SELECT id FROM oders; -- here: orders
BEGIN
  OPEN c;
  CLOSE c;
END $$;
CREATE FUNCTION in_open_for() RETURNS refcursor LANGUAGE plpgsql AS $$
DECLARE c refcursor;
BEGIN
  OPEN c FOR SELECT id FROM user_profilez; -- here: user_profiles
  RETURN c;
END $$;
CREATE FUNCTION in_raise() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE NOTICE 'there are %', (SELECT count(*) FROM orders_all); -- here: orders
END $$;
CREATE FUNCTION in_raise_using() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'no' USING DETAIL = (SELECT full_nam FROM user_profiles LIMIT 1); -- here: full_name
END $$;
CREATE FUNCTION in_assert() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  ASSERT (SELECT count(*) FROM orders_x) > 0, 'none'; -- here: orders
END $$;
CREATE FUNCTION in_while() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  WHILE EXISTS (SELECT FROM order_queue) LOOP -- here
    EXIT;
  END LOOP;
END $$;
CREATE FUNCTION in_foreach() RETURNS void LANGUAGE plpgsql AS $$
DECLARE n bigint;
BEGIN
  FOREACH n IN ARRAY (SELECT array_agg(id) FROM ordrs) LOOP -- here: orders
    RAISE NOTICE '%', n;
  END LOOP;
END $$;
CREATE FUNCTION in_integers() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  FOR i IN 1..(SELECT max(idd) FROM orders) LOOP -- here: id
    RAISE NOTICE '%', i;
  END LOOP;
END $$;
CREATE FUNCTION in_case(n integer) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  CASE n
    WHEN 1 THEN RETURN 'one';
    WHEN (SELECT id FROM order_s) THEN RETURN 'two'; -- here: orders
    ELSE RETURN 'many';
  END CASE;
END $$;
CREATE FUNCTION in_exit() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  LOOP
    EXIT WHEN (SELECT count(*) FROM order_todo) = 0; -- here
  END LOOP;
END $$;
CREATE FUNCTION in_assignment() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE n bigint;
BEGIN
  n := (SELECT max(id) FROM user_profile_list); -- here: user_profiles
  RETURN n;
END $$;
CREATE FUNCTION in_truncate() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  TRUNCATE user_profiless; -- here: user_profiles
END $$;
CREATE FUNCTION in_lock() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  LOCK TABLE oorders IN SHARE MODE; -- here: orders
END $$;
CREATE FUNCTION in_refresh() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  REFRESH MATERIALIZED VIEW order_totals; -- here
END $$;
CREATE FUNCTION in_a_schema() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM id FROM publc.orders; -- here
END $$;
CREATE FUNCTION in_sql() RETURNS bigint LANGUAGE sql AS $$
  SELECT count(*)
  FROM orders
$$;
CREATE FUNCTION into_missing_variable() RETURNS void LANGUAGE plpgsql AS $$
DECLARE n bigint;
BEGIN
  EXECUTE 'SELECT id FROM user_profiles_old' INTO n; -- here: user_profiles
END $$;
CREATE FUNCTION in_execute_format() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('DELETE FROM orders_old WHERE id = %L', 3); -- here: orders
END $$;
CREATE FUNCTION in_dynamic_loop() RETURNS void LANGUAGE plpgsql AS $$
DECLARE r record;
BEGIN
  FOR r IN EXECUTE 'SELECT id FROM orders_dynamic' LOOP -- here: orders
    RAISE NOTICE '%', r.id;
  END LOOP;
END $$;
CREATE FUNCTION in_return_execute() RETURNS SETOF bigint LANGUAGE plpgsql AS $$
BEGIN
  RETURN QUERY EXECUTE 'SELECT id FROM orders_executed WHERE id = $1' USING 3; -- here: orders
END $$;
CREATE FUNCTION in_dollar_execute() RETURNS void LANGUAGE plpgsql AS $f$
BEGIN
  EXECUTE $q$
    UPDATE orders
    SET status = 'x' -- here
  $q$;
END $f$;
CREATE FUNCTION in_concatenated() RETURNS void LANGUAGE plpgsql AS $f$
BEGIN
  EXECUTE 'DELETE FROM orders_gone ' -- here: orders
    || 'WHERE id = 1';
END $f$;

-- Columns
CREATE FUNCTION selects_column() RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  RETURN (SELECT fullname FROM user_profiles LIMIT 1); -- here: full_name
END $$;
CREATE FUNCTION inserts_column() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO user_profiles (id, full_name, create_at) -- here: created_at
  VALUES (1, 'x', now());
END $$;
CREATE FUNCTION sets_column() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE orders SET user_idd = 3; -- here: user_id
END $$;
CREATE FUNCTION column_of_alias() RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  RETURN (
    SELECT count(*) FROM orders o
    JOIN user_profiles p ON p.id = o.userid -- here: user_id
  );
END $$;
CREATE FUNCTION alias_not_there() RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  RETURN (SELECT count(*) FROM orders o WHERE p.id = 3); -- here
END $$;
CREATE FUNCTION in_returning() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE n bigint;
BEGIN
  INSERT INTO orders (id, total) VALUES (1, 2) RETURNING order_id INTO n; -- here
  RETURN n;
END $$;
CREATE FUNCTION in_conflict() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO orders (id, total) VALUES (1, 2)
  ON CONFLICT (idx) DO NOTHING; -- here: id
END $$;
CREATE FUNCTION in_conflict_without_index() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO orders (id, total) VALUES (1, 2) -- here
  ON CONFLICT (user_id) DO NOTHING;
END $$;
CREATE FUNCTION too_many_values() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO orders (id, total) VALUES (1, 2, 3); -- here
END $$;
CREATE FUNCTION in_a_record() RETURNS void LANGUAGE plpgsql AS $$
DECLARE r record;
BEGIN
  FOR r IN SELECT id, total FROM orders LOOP
    RAISE NOTICE '%', r.totl; -- here: total
  END LOOP;
END $$;
CREATE FUNCTION in_a_row() RETURNS void LANGUAGE plpgsql AS $$
DECLARE o orders;
BEGIN
  SELECT * INTO o FROM orders LIMIT 1;
  RAISE NOTICE '%', o.totall; -- here: total
END $$;
CREATE FUNCTION assigned_field() RETURNS void LANGUAGE plpgsql AS $$
DECLARE o orders%ROWTYPE;
BEGIN
  o.sate := 'open'; -- here: state
END $$;
CREATE FUNCTION unknown_variable() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE order_count bigint := 1;
BEGIN
  RETURN order_cnt; -- here
END $$;
CREATE FUNCTION ambiguous(user_id bigint) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  RETURN (SELECT count(*) FROM orders WHERE user_id = user_id); -- here
END $$;
CREATE FUNCTION into_missing_group() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM user_id, total FROM orders GROUP BY user_id; -- here
END $$;

-- Functions, types, operators, values
CREATE FUNCTION calls_function() RETURNS numeric LANGUAGE plpgsql AS $$
BEGIN
  RETURN orders_total(3); -- here: order_total
END $$;
CREATE FUNCTION wrong_arguments() RETURNS numeric LANGUAGE plpgsql AS $$
BEGIN
  RETURN order_total(3, 'x'); -- here: order_total
END $$;
CREATE FUNCTION wrong_argument_type() RETURNS numeric LANGUAGE plpgsql AS $$
BEGIN
  RETURN order_total('3'::text); -- here: order_total
END $$;
CREATE FUNCTION named_argument() RETURNS numeric LANGUAGE plpgsql AS $$
BEGIN
  RETURN order_total(who => 3); -- here: order_total
END $$;
CREATE FUNCTION calls_procedure() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  CALL close_orders(3); -- here: close_order
END $$;
CREATE FUNCTION calls_with_one_too_many() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  CALL close_order(3, 4); -- here: close_order
END $$;
CREATE FUNCTION performs_function() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM notify_user(3); -- here
END $$;
CREATE FUNCTION casts() RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  RETURN 'open'::order_status; -- here: order_state
END $$;
CREATE FUNCTION casts_value() RETURNS order_state LANGUAGE plpgsql AS $$
BEGIN
  RETURN 'closed'::order_state; -- here
END $$;
CREATE FUNCTION no_operator() RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  RETURN (SELECT id = full_name FROM user_profiles LIMIT 1); -- here
END $$;
CREATE FUNCTION next_of_sequence() RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
  RETURN nextval('order_ids'); -- here
END $$;
CREATE FUNCTION no_destination() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  SELECT id FROM orders; -- here
END $$;
CREATE FUNCTION result_differs() RETURNS TABLE (id bigint, name text) LANGUAGE plpgsql AS $$
BEGIN
  RETURN QUERY SELECT o.id, o.total FROM orders o; -- here
END $$;
CREATE FUNCTION result_too_short() RETURNS TABLE (a bigint, b text) LANGUAGE plpgsql AS $$
BEGIN
  RETURN QUERY SELECT o.id FROM orders o; -- here
END $$;

-- Triggers
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.updated_at := now(); -- here
  RETURN NEW;
END $$;
CREATE TRIGGER touch BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION touch();
CREATE FUNCTION reads_old() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.stat IS DISTINCT FROM NEW.state THEN -- here: state
    RAISE NOTICE 'changed';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER reads_old BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION reads_old();
CREATE FUNCTION new_in_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO user_profiles (id, full_name)
  VALUES (NEW.id, NEW.ful_name); -- here: full_name
  RETURN NEW;
END $$;
CREATE TRIGGER new_in_insert AFTER INSERT ON user_profiles FOR EACH ROW EXECUTE FUNCTION new_in_insert();
CREATE FUNCTION statement_level() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO orders (id, total) SELECT id, sum FROM inserted; -- here
  RETURN NULL;
END $$;
CREATE TRIGGER statement_level AFTER INSERT ON orders REFERENCING NEW TABLE AS inserted
  FOR EACH STATEMENT EXECUTE FUNCTION statement_level();
CREATE FUNCTION wrong_transition_table() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM count(*) FROM old_orders; -- here: orders
  RETURN NULL;
END $$;
CREATE TRIGGER wrong_transition_table AFTER DELETE ON orders REFERENCING OLD TABLE AS removed
  FOR EACH STATEMENT EXECUTE FUNCTION wrong_transition_table();
CREATE FUNCTION in_event_trigger() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO ddl_log VALUES (TG_TAG); -- here
END $$;
CREATE FUNCTION not_attached() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO audit_trail VALUES (TG_OP, NEW.id); -- here
  RETURN NEW;
END $$;
CREATE PROCEDURE a_procedure() LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM order_lines; -- here: orders
  COMMIT;
END $$;
CREATE FUNCTION out_parameters(OUT n bigint, OUT s text) LANGUAGE plpgsql AS $$
BEGIN
  SELECT id, stat INTO n, s FROM orders LIMIT 1; -- here: state
END $$;
