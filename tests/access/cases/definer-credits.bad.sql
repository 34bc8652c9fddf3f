-- expect: error function add_credits
CREATE TABLE wallets (user_id uuid PRIMARY KEY REFERENCES auth.users, credits int NOT NULL DEFAULT 0);
ALTER TABLE wallets ENABLE ROW LEVEL SECURITY;
CREATE POLICY r ON wallets FOR SELECT USING (auth.uid() = user_id);
CREATE FUNCTION add_credits(p_user uuid, p_amount int) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public AS $$ UPDATE wallets SET credits = credits + p_amount WHERE user_id = p_user $$;
