-- expect: error function salaries_of
CREATE TABLE employees (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), user_id uuid NOT NULL REFERENCES auth.users, full_name text NOT NULL, salary numeric NOT NULL);
ALTER TABLE employees ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON employees FOR SELECT TO authenticated USING (user_id = auth.uid());
CREATE FUNCTION salaries_of(limit_to int) RETURNS TABLE (full_name text, salary numeric) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS
$$ SELECT e.full_name, e.salary FROM employees e LIMIT limit_to $$;
