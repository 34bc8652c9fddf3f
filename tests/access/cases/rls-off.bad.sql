-- expect: error rls-disabled api_keys
CREATE TABLE api_keys (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), user_id uuid NOT NULL REFERENCES auth.users, key text NOT NULL);
