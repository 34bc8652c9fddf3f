CREATE TABLE invoices (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), user_id uuid NOT NULL REFERENCES auth.users, amount numeric NOT NULL, iban text NOT NULL);
ALTER TABLE invoices ENABLE ROW LEVEL SECURITY;
CREATE POLICY i ON invoices FOR SELECT USING (auth.uid() = user_id);
CREATE FUNCTION get_my_invoices() RETURNS SETOF invoices LANGUAGE sql SECURITY DEFINER SET search_path = public AS $$ SELECT * FROM invoices WHERE user_id = auth.uid() $$;
CREATE FUNCTION get_invoices(p_user_id uuid) RETURNS SETOF invoices LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN IF p_user_id IS DISTINCT FROM auth.uid() THEN RAISE EXCEPTION 'forbidden'; END IF; RETURN QUERY SELECT * FROM invoices WHERE user_id = p_user_id; END $$;
