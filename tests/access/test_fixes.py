"""What is offered as a fix leaves people what is theirs, and a proof says the same of the same schema."""

from __future__ import annotations

from trueup.access.examine import AccessOptions, examine
from trueup.access.model import AccessReport
from trueup.access.settle import placed
from trueup.finding import Finding, Severity
from trueup.origin import Origin
from trueup.postgres.server import Database
from trueup.ref import ObjectRef
from trueup.replay.model import Provenance
from trueup.report.build.findings import finding_entries

SCHEMA = """
CREATE TABLE public.mails (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), author uuid NOT NULL REFERENCES auth.users);
ALTER TABLE public.mails ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON public.mails FOR SELECT USING (author = auth.uid());
CREATE POLICY "anyone writes" ON public.mails FOR INSERT TO authenticated WITH CHECK (true);
CREATE TABLE public.notices (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), person uuid NOT NULL REFERENCES auth.users);
ALTER TABLE public.notices ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON public.notices FOR SELECT USING (person = auth.uid());
CREATE POLICY "The service inserts" ON public.notices FOR INSERT WITH CHECK (true);
CREATE FUNCTION public.restart() RETURNS uuid LANGUAGE sql SECURITY DEFINER AS
  'DELETE FROM public.mails; SELECT gen_random_uuid()';
"""


def examined(database: Database, sql: str) -> AccessReport:
    with database.connect() as conn:
        conn.execute(sql.encode())
    return examine(database)


def test_a_fix_leaves_people_their_own_rows_to_insert(supabase_database: Database) -> None:
    report = examined(supabase_database, SCHEMA)
    fixes = {f.ref.name[0]: [x.title.split(":")[0] for x in f.fixes] for f in report.findings if f.ref}
    assert fixes["mails"] == ["Bind new rows to the caller"], "dropping the policy would keep everybody from writing"
    assert fixes["notices"] == ["Drop the policy", "Bind new rows to the caller"], "its name says whom it is for"
    notes = [x.note for f in report.findings for x in f.fixes if "DROP POLICY" in x.steps[0].sql]
    assert all("nobody but the service inserts there" in note for note in notes)
    again = examine(supabase_database, options=AccessOptions(fixes=False))
    proofs = [[e.text for f in r.findings for e in f.evidence] for r in (report, again)]
    assert proofs[0] == proofs[1], "what comes out otherwise each time is in no report"
    assert any("-- gives another value each time" in text for text in proofs[0])


def test_what_is_involved_has_its_place() -> None:
    table, policy = ObjectRef("table", "public", ("t",)), ObjectRef("policy", "public", ("t", "p"))
    found = Finding(rule="forgery", severity=Severity.ERROR, message="", ref=table, related=(policy, table))
    here = Origin(file="a.sql", line=3, column=1)
    placed_ = placed(found, {policy: Provenance(created=here)})
    assert placed_.places == (here, None)
    assert [other.origin for other in finding_entries([placed_])[0].related] == [here, None]


ASKED = """
CREATE TABLE public.members (team uuid, person uuid REFERENCES auth.users, email text, PRIMARY KEY (team, person));
ALTER TABLE public.members ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON public.members FOR SELECT USING (person = auth.uid());
CREATE FUNCTION public.emails_of(wanted uuid) RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = '' AS 'SELECT email FROM public.members WHERE team = wanted';
CREATE FUNCTION public.all_emails() RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
  AS 'SELECT email FROM public.members';
CREATE FUNCTION public.counts(wanted uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS
  'BEGIN RETURN EXISTS (SELECT FROM public.emails_of(wanted)); END';
CREATE TABLE public.plans (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), team uuid NOT NULL);
ALTER TABLE public.plans ENABLE ROW LEVEL SECURITY;
CREATE POLICY counted ON public.plans FOR SELECT TO authenticated USING (public.counts(team));
"""


def test_what_a_policy_calls_through_another_function_is_not_taken_away(supabase_database: Database) -> None:
    report = examined(supabase_database, ASKED)
    found = {f.ref.name[0]: f for f in report.findings if f.ref and f.rule == "function-bypasses-rls"}
    revoked = {n: any("REVOKE EXECUTE" in s.sql for x in f.fixes for s in x.steps) for n, f in found.items()}
    assert revoked == {"all_emails": True, "emails_of": False}
