-- expect: error matview-bypasses-rls sales_by_user
CREATE TABLE sales (id bigserial PRIMARY KEY, user_id uuid NOT NULL REFERENCES auth.users, customer text NOT NULL, amount numeric NOT NULL);
ALTER TABLE sales ENABLE ROW LEVEL SECURITY;
CREATE POLICY s ON sales FOR SELECT USING (auth.uid() = user_id);
CREATE MATERIALIZED VIEW sales_by_user AS SELECT user_id, customer, sum(amount) AS total FROM sales GROUP BY 1, 2;
