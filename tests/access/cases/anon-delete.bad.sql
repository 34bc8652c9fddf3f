-- expect: error open-writes products
CREATE TABLE products (id serial PRIMARY KEY, name text NOT NULL, price numeric NOT NULL);
ALTER TABLE products ENABLE ROW LEVEL SECURITY;
CREATE POLICY r ON products FOR SELECT USING (true);
CREATE POLICY w ON products FOR ALL USING (true);
