-- Runs in the scratch copy, as the bootstrap superuser. Nothing of this is ever sent to a user's server.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'trueup_prober') THEN
    CREATE ROLE trueup_prober LOGIN BYPASSRLS NOSUPERUSER;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END
$$;

DO $$
DECLARE
  other record;
BEGIN
  -- It acts as every role of the schema, and never as a superuser.
  FOR other IN
    SELECT rolname FROM pg_roles r
    WHERE NOT rolsuper AND rolname <> 'trueup_prober'
      AND (rolname !~ '^pg_' OR rolname = 'pg_read_all_data' AND false)
      AND NOT EXISTS (SELECT FROM pg_auth_members m
                      WHERE m.roleid = r.oid AND m.member = 'trueup_prober'::regrole)
      -- A role that is a member of a superuser would be a way up.
      AND NOT EXISTS (SELECT FROM pg_roles s WHERE s.rolsuper AND pg_has_role(r.oid, s.oid, 'MEMBER'))
  LOOP
    BEGIN
      EXECUTE format('GRANT %I TO trueup_prober WITH INHERIT TRUE, SET TRUE', other.rolname);
    EXCEPTION WHEN OTHERS THEN NULL;
    END;
  END LOOP;
  BEGIN
    EXECUTE 'GRANT SET ON PARAMETER session_replication_role TO trueup_prober';
  EXCEPTION WHEN OTHERS THEN NULL;
  END;
END
$$;

CREATE SCHEMA IF NOT EXISTS trueup_probe AUTHORIZATION trueup_prober;
GRANT USAGE ON SCHEMA trueup_probe TO PUBLIC;

-- From one person's settings to another's: what only the first one has is emptied.
CREATE OR REPLACE FUNCTION trueup_probe.become(before jsonb, after jsonb) RETURNS void LANGUAGE sql AS $$
  SELECT set_config(k, coalesce(after ->> k, ''), true)
  FROM (SELECT jsonb_object_keys(before) AS k UNION SELECT jsonb_object_keys(after) ORDER BY 1) keys
$$;
ALTER FUNCTION trueup_probe.become(jsonb, jsonb) OWNER TO trueup_prober;

-- tasks: [{"keep": bool, "steps": [{"role", "set": {name: value}, "sql", "rows": bool, "soft": bool, "undo": bool}]}]
-- Each task is one subtransaction, rolled back unless "keep". A soft step that fails does not end its task.
-- "name": the statement is prepared under that name the first time ("fresh"), so that it is planned once.
CREATE OR REPLACE FUNCTION trueup_probe.run(tasks jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  task jsonb;
  step jsonb;
  outs jsonb;
  outer_held jsonb := '{}';
  held jsonb;
  results jsonb[] := '{}';
  value jsonb;
  affected bigint;
  state text; message text; detail text; hint text; context text; con text; col text; tab text; typ text;
BEGIN
  FOR task IN SELECT e FROM jsonb_array_elements(tasks) WITH ORDINALITY AS x(e, n) ORDER BY n LOOP
    outs := '[]';
    -- Outside the task's subtransaction, so that one who acts in many tasks is set once.
    IF task #> '{steps,0,set}' <> outer_held THEN
      PERFORM trueup_probe.become(outer_held, task #> '{steps,0,set}');
      outer_held := task #> '{steps,0,set}';
    END IF;
    held := outer_held;
    BEGIN
      FOR step IN SELECT e FROM jsonb_array_elements(task -> 'steps') WITH ORDINALITY AS x(e, n) ORDER BY n LOOP
        BEGIN
          value := NULL; affected := 0;
          IF step -> 'set' NOT IN (held, '{}') THEN
            PERFORM trueup_probe.become(held, step -> 'set');
          END IF;
          IF step ->> 'role' IS NOT NULL THEN
            PERFORM set_config('role', step ->> 'role', true);
          END IF;
          IF step ? 'name' THEN
            IF (step ->> 'fresh')::boolean THEN
              EXECUTE format('PREPARE %I AS ', step ->> 'name') || (step ->> 'sql');
            END IF;
            EXECUTE format('EXECUTE %I', step ->> 'name') INTO value;
            SET CONSTRAINTS ALL IMMEDIATE;
          ELSIF (step ->> 'rows')::boolean THEN
            EXECUTE step ->> 'sql' INTO value;
            SET CONSTRAINTS ALL IMMEDIATE;
          ELSE
            EXECUTE step ->> 'sql';
            GET DIAGNOSTICS affected = ROW_COUNT;
            SET CONSTRAINTS ALL IMMEDIATE;
          END IF;
          PERFORM set_config('role', 'none', true);
          IF (step ->> 'undo')::boolean THEN
            RAISE EXCEPTION USING ERRCODE = 'TU002', MESSAGE = 'undo';
          END IF;
          outs := outs || jsonb_build_array(jsonb_build_object('ok', true, 'n', affected, 'v', value));
          IF step -> 'set' <> '{}' THEN
            held := step -> 'set';
          END IF;
        EXCEPTION WHEN SQLSTATE 'TU002' THEN
          outs := outs || jsonb_build_array(jsonb_build_object('ok', true, 'n', affected, 'v', value));
        WHEN OTHERS THEN
          GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL,
            hint = PG_EXCEPTION_HINT, context = PG_EXCEPTION_CONTEXT, con = CONSTRAINT_NAME, col = COLUMN_NAME,
            tab = TABLE_NAME, typ = PG_DATATYPE_NAME;
          outs := outs || jsonb_build_array(jsonb_build_object('ok', false, 'state', state, 'message', message,
            'detail', detail, 'hint', hint, 'context', context, 'constraint', con, 'column', col, 'table', tab,
            'type', typ));
          IF NOT coalesce((step ->> 'soft')::boolean, false) THEN
            RAISE EXCEPTION USING ERRCODE = 'TU001', MESSAGE = 'step failed';
          END IF;
        END;
      END LOOP;
      IF NOT coalesce((task ->> 'keep')::boolean, false) THEN
        RAISE EXCEPTION USING ERRCODE = 'TU001', MESSAGE = 'roll back';
      END IF;
    EXCEPTION WHEN SQLSTATE 'TU001' THEN NULL;
    END;
    results := results || outs;
  END LOOP;
  RETURN to_jsonb(results);
END
$$;
ALTER FUNCTION trueup_probe.run(jsonb) OWNER TO trueup_prober;
