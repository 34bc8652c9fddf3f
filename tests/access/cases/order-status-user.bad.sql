-- expect: error tampering order_items
CREATE TABLE orders (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), user_id uuid NOT NULL REFERENCES auth.users, total_cents int NOT NULL);
CREATE TABLE order_items (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), order_id uuid NOT NULL REFERENCES orders ON DELETE CASCADE, sku text NOT NULL);
ALTER TABLE orders ENABLE ROW LEVEL SECURITY; ALTER TABLE order_items ENABLE ROW LEVEL SECURITY;
CREATE POLICY o ON orders FOR SELECT TO authenticated USING (user_id = auth.uid());
CREATE POLICY oi ON order_items FOR SELECT TO authenticated USING (EXISTS (SELECT 1 FROM orders WHERE orders.id = order_id AND orders.user_id = auth.uid()));
CREATE POLICY ou ON order_items FOR DELETE TO authenticated USING (true);
CREATE POLICY ou2 ON order_items FOR UPDATE TO authenticated USING (true);
CREATE POLICY os ON order_items FOR SELECT TO authenticated USING (true);
