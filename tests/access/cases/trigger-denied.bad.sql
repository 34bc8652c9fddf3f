-- expect: error trigger-denied orders
CREATE TABLE orders (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), user_id uuid NOT NULL REFERENCES auth.users, total numeric NOT NULL);
CREATE TABLE order_log (id bigserial PRIMARY KEY, order_id uuid NOT NULL, at timestamptz NOT NULL DEFAULT now());
ALTER TABLE orders ENABLE ROW LEVEL SECURITY; ALTER TABLE order_log ENABLE ROW LEVEL SECURITY;
CREATE POLICY o ON orders FOR ALL USING (auth.uid() = user_id) WITH CHECK (auth.uid() = user_id);
CREATE FUNCTION log_order() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO order_log (order_id) VALUES (NEW.id); RETURN NEW; END $$;
CREATE TRIGGER log_order AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION log_order();
