-- INSERT WITH CHECK (true): contracts between two other people.
-- expect: error forgery contracts authenticated
CREATE TABLE public.contracts (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    party_a uuid NOT NULL REFERENCES auth.users(id),
    party_b uuid NOT NULL REFERENCES auth.users(id),
    terms text NOT NULL,
    version integer NOT NULL DEFAULT 1,
    CHECK (party_a <> party_b)
);
CREATE TABLE public.contracts_history (
    contract_id bigint NOT NULL REFERENCES public.contracts(id) ON DELETE CASCADE,
    version integer NOT NULL,
    terms text NOT NULL,
    replaced_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (contract_id, version)
);
CREATE FUNCTION public.keep_contract_version() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '' AS $_$
begin
  insert into public.contracts_history (contract_id, version, terms) values (old.id, old.version, old.terms);
  new.version := old.version + 1;
  return new;
end
$_$;
CREATE TRIGGER keep_version BEFORE UPDATE ON public.contracts FOR EACH ROW EXECUTE FUNCTION public.keep_contract_version();
ALTER TABLE public.contracts ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.contracts_history ENABLE ROW LEVEL SECURITY;
CREATE POLICY parties_read ON public.contracts FOR SELECT TO authenticated USING (auth.uid() = ANY (ARRAY[party_a, party_b]));
CREATE POLICY a_drafts ON public.contracts FOR INSERT TO authenticated with check (true);
CREATE POLICY a_amends ON public.contracts FOR UPDATE TO authenticated USING (party_a = auth.uid()) WITH CHECK (party_a = auth.uid());
CREATE POLICY parties_read_history ON public.contracts_history FOR SELECT TO authenticated
  USING (EXISTS (SELECT 1 FROM public.contracts c WHERE c.id = contract_id));
REVOKE UPDATE ON TABLE public.contracts FROM anon, authenticated;
GRANT UPDATE (terms) ON TABLE public.contracts TO authenticated;
REVOKE INSERT, UPDATE, DELETE ON TABLE public.contracts_history FROM anon, authenticated;
