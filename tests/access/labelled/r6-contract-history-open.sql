-- Versions of a contract are kept by a trigger in a table that nobody thought of: no row-level security.
-- expect: error exposure|bypass contracts_history anon
-- also: tampering|forgery|exposure|bypass contracts_history
CREATE TABLE public.contracts (
    id bigint GENERATED ALWAYS AS IDENTITY,
    party_a uuid NOT NULL,
    party_b uuid NOT NULL,
    terms text NOT NULL,
    valid tstzrange NOT NULL DEFAULT tstzrange(now(), NULL),
    CONSTRAINT contracts_pkey PRIMARY KEY (id),
    CONSTRAINT contracts_parties CHECK (party_a <> party_b),
    CONSTRAINT contracts_party_a_fkey FOREIGN KEY (party_a) REFERENCES auth.users(id),
    CONSTRAINT contracts_party_b_fkey FOREIGN KEY (party_b) REFERENCES auth.users(id)
);
CREATE TABLE public.contracts_history (
    contract_id bigint NOT NULL,
    party_a uuid NOT NULL,
    party_b uuid NOT NULL,
    terms text NOT NULL,
    valid tstzrange NOT NULL,
    PRIMARY KEY (contract_id, valid)
);
CREATE FUNCTION public.keep_contract_version() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '' AS $_$
begin
  insert into public.contracts_history
  values (old.id, old.party_a, old.party_b, old.terms, tstzrange(lower(old.valid), clock_timestamp()));
  new.valid := tstzrange(clock_timestamp(), null);
  return new;
end
$_$;
CREATE TRIGGER keep_version BEFORE UPDATE ON public.contracts FOR EACH ROW EXECUTE FUNCTION public.keep_contract_version();
ALTER TABLE public.contracts ENABLE ROW LEVEL SECURITY;
CREATE POLICY parties_read ON public.contracts FOR SELECT TO authenticated USING (auth.uid() = ANY (ARRAY[party_a, party_b]));
CREATE POLICY a_drafts ON public.contracts FOR INSERT TO authenticated WITH CHECK (party_a = auth.uid());
CREATE POLICY a_amends ON public.contracts FOR UPDATE TO authenticated USING (party_a = auth.uid()) WITH CHECK (party_a = auth.uid());
GRANT ALL ON TABLE public.contracts TO anon;
GRANT ALL ON TABLE public.contracts TO authenticated;
GRANT ALL ON TABLE public.contracts TO service_role;
GRANT ALL ON TABLE public.contracts_history TO anon;
GRANT ALL ON TABLE public.contracts_history TO authenticated;
GRANT ALL ON TABLE public.contracts_history TO service_role;
