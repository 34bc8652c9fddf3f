-- expect: error child-table-bypasses-rls events_2024
CREATE TABLE events (id bigint NOT NULL, user_id uuid NOT NULL REFERENCES auth.users, at date NOT NULL, payload text, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2030-01-01');
ALTER TABLE events ENABLE ROW LEVEL SECURITY;
CREATE POLICY e ON events FOR SELECT USING (auth.uid() = user_id);
