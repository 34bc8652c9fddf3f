"""What each rule id of the access examination means: one place for `trueup rules NAME`, the manual and the tests."""

from __future__ import annotations

from dataclasses import dataclass

from trueup.finding import Severity

KINDS = ("error", "bypass", "escalation", "forgery", "tampering", "exposure", "dead access")


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """A flaw that trying finds.

    Args:
        id: the rule id, kebab-case; it names the flaw.
        kind: one of `KINDS`.
        severity: the severity that it has as a rule; a narrower reach lowers it.
        title: the flaw in a few words.
        what, why, fix: sections of its page.
        bad: a piece of a schema that has it, or "".
    """

    id: str
    kind: str
    severity: Severity
    title: str
    what: str
    why: str
    fix: str
    bad: str = ""


_E, _W, _R = Severity.ERROR, Severity.WARNING, Severity.REVIEW


def _flaw(id: str, kind: str, severity: Severity, title: str, what: str, why: str, fix: str, bad: str = "") -> Flaw:
    return Flaw(id=id, kind=kind, severity=severity, title=title, what=what, why=why, fix=fix, bad=bad)


FLAWS: tuple[Flaw, ...] = (
    _flaw(
        "policy-recursion", "error", _E, "Policies read each other's tables in a ring",
        "Runs every command as every principal and reports 42P17, with the ring of policies.",
        "PostgreSQL refuses every statement on the table: the application sees an error, not rows.",
        "Put the look-up into a SECURITY DEFINER function.",
        "CREATE POLICY admins ON profiles "
        "USING (EXISTS (SELECT 1 FROM profiles WHERE id = auth.uid() AND role = 'admin'));",
    ),
    _flaw(
        "policy-needs-privilege", "error", _E, "A policy uses what its callers may not",
        "A command on a table that the role may use is refused with 42501 about another table or function.",
        "Policies run with the caller's privileges: a look-up in auth.users fails for everybody.",
        "Read it in a SECURITY DEFINER function, or from the token.",
        "CREATE POLICY own ON teams USING (email = (SELECT email FROM auth.users WHERE id = auth.uid()));",
    ),
    _flaw(
        "default-needs-privilege", "error", _E, "A column's default uses a sequence that its callers may not",
        "Inserts a row as a role that may, and leaves to the defaults what they are there for.",
        "Every INSERT that lets the key be drawn fails with 42501: permission denied for sequence.",
        "GRANT USAGE ON SEQUENCE, or an identity column, which needs no grant.",
    ),
    _flaw(
        "access-raises", "error", _E, "A policy or trigger raises instead of deciding",
        "A command fails with an error that no caller means to get: a missing function, a cast that fails.",
        "One row, or one caller, takes the whole query down.",
        "Make the expression cope with every row and every caller.",
    ),
    _flaw(
        "trigger-denied", "error", _E, "A trigger writes what its callers may not",
        "A write fails because a trigger function that runs as its caller writes to a table that the caller may not.",
        "Every write to the table fails for ordinary users.",
        "Make the trigger function SECURITY DEFINER with a fixed search_path.",
    ),
    _flaw(
        "sign-up-fails", "error", _E, "The trigger on auth.users keeps everybody out",
        "Inserts a user as the authentication service does and reports what the trigger raises.",
        "Nobody can sign up: \"Database error saving new user\".",
        "Make the function SECURITY DEFINER, schema-qualify its tables and let it cope with missing metadata.",
    ),
    _flaw(
        "view-bypasses-rls", "bypass", _E, "A view shows rows that policies hide",
        "Compares what a principal reads through a view with what it is denied on the tables.",
        "A view reads with its owner's rights unless security_invoker is set, so policies do not count.",
        "ALTER VIEW ... SET (security_invoker = true).",
        "CREATE VIEW all_orders AS SELECT * FROM orders;",
    ),
    _flaw(
        "view-writes-past-rls", "bypass", _E, "Through a view rows are changed that policies keep",
        "Updates and deletes, through each view that can be written, rows that the tables' policies refuse directly.",
        "A simple view can be written, with its owner's rights, and the platform grants that on every view.",
        "REVOKE INSERT, UPDATE, DELETE ON the view, or ALTER VIEW ... SET (security_invoker = true).",
        "CREATE VIEW post_list AS SELECT id, user_id, title FROM posts;",
    ),
    _flaw(
        "matview-bypasses-rls", "bypass", _E, "A materialized view shows rows that policies hide",
        "Refreshes it over the seeded rows and compares, as for a view.",
        "Row-level security does not exist for materialized views.",
        "Revoke SELECT on it, or move it out of the exposed schemas.",
    ),
    _flaw(
        "child-table-bypasses-rls", "bypass", _E, "A partition or child shows what its parent hides",
        "Reads the child directly and compares with what the parent's policies let through.",
        "Policies of the parent count only for whoever goes through the parent.",
        "Enable row-level security on the child.",
    ),
    _flaw(
        "copy-bypasses-rls", "bypass", _W, "A trigger copies hidden rows into a table that shows them",
        "Compares what a stranger reads in a table that triggers write with the rows that set them off.",
        "Policies hold for the table that they are on, not for copies of its rows.",
        "Give the copy the same policies, or copy only what all may read.",
    ),
    _flaw(
        "function-bypasses-rls", "bypass", _E, "A SECURITY DEFINER function hands out or changes others' rows",
        "Calls each callable function with values from the tables and compares what it gives, and what it changes.",
        "It runs with its owner's rights; whoever may call it decides whose rows are meant.",
        "Check auth.uid() inside, or revoke EXECUTE.",
        "CREATE FUNCTION invoices_of(u uuid) RETURNS SETOF invoices LANGUAGE sql SECURITY DEFINER "
        "AS 'SELECT * FROM invoices WHERE user_id = u';",
    ),
    _flaw(
        "sql-injection", "bypass", _E, "A callable function glues its caller's text into a statement",
        "Hands over a quote, or a condition, and looks whether hidden rows come or the parser refuses it.",
        "Whoever may call it writes the rest of the statement, which runs with the owner's rights.",
        "Hand values over with USING; put names in with format('%I', ...).",
        "CREATE FUNCTION search(q text) RETURNS SETOF claims LANGUAGE plpgsql SECURITY DEFINER AS $$ "
        "BEGIN RETURN QUERY EXECUTE 'SELECT * FROM claims WHERE owner = auth.uid() AND n > ' || q; END $$;",
    ),
    _flaw(
        "self-promotion", "escalation", _E, "A user can write a column that policies trust",
        "Writes what policies compare (a role, a flag) into the user's own row and looks what is reached then.",
        "Everybody makes themselves admin with one request.",
        "REVOKE UPDATE on the table and GRANT it on the other columns; a REVOKE of the column alone does nothing.",
        "CREATE POLICY own ON profiles FOR UPDATE USING (auth.uid() = id); -- and profiles.role decides elsewhere",
    ),
    _flaw(
        "self-join", "escalation", _E, "A user can make itself a member",
        "Inserts the user among another's things and looks what is reached then.",
        "Whoever knows the id of a team is in it.",
        "Let only those who may invite insert members.",
        "CREATE POLICY join ON team_members FOR INSERT WITH CHECK (user_id = auth.uid());",
    ),
    _flaw(
        "tenant-switch", "escalation", _E, "A user can move itself to another tenant",
        "Changes the tenant in the user's own row and looks what is reached then.",
        "Every customer's data is one UPDATE away.",
        "Hold the column in WITH CHECK, or take the privilege to change it away.",
    ),
    _flaw(
        "escalation-chain", "escalation", _E, "Allowed writes, one after another, open others' rows",
        "Follows up to three writes of which each makes the next one possible.",
        "No single policy looks wrong.",
        "Take the first step away.",
    ),
    _flaw(
        "function-escalates", "escalation", _E, "A function gives its caller more than it had",
        "Calls functions that write what policies trust, and looks what is reached then.",
        "The function is the way round the policies.",
        "Check inside the function that the caller may.",
    ),
    _flaw(
        "user-metadata-trusted", "escalation", _E, "Policies trust what users write about themselves",
        "Changes user_metadata in the token, as auth.updateUser() lets every user do, and looks what is reached then.",
        "user_metadata is the user's own to write.",
        "Read app_metadata instead.",
        "CREATE POLICY admins ON payments USING (auth.jwt() -> 'user_metadata' ->> 'role' = 'admin');",
    ),
    _flaw(
        "sign-up-promotion", "escalation", _E, "The sign-up trigger copies a role from metadata",
        "Signs up with metadata that ask for more, and looks what the new user reaches.",
        "The metadata of a sign-up come from the browser.",
        "Let the trigger write the default.",
    ),
    _flaw(
        "forgery", "forgery", _E, "Rows can be written in another's name",
        "Inserts a row whose owner columns (as the table's own policies name them) name somebody else.",
        "A policy \"for the service\" opens the table to everyone else: the service needs none.",
        "Drop the policy, or bind new rows to the caller.",
        "CREATE POLICY \"Service can insert\" ON ai_usage FOR INSERT WITH CHECK (true);",
    ),
    _flaw(
        "tampering", "tampering", _E, "Another's rows can be changed or deleted",
        "Acts as somebody whom nothing connects with the rows.",
        "The table's other policies call the rows somebody else's.",
        "Bind the policy to the owner.",
        "CREATE POLICY upd ON posts FOR UPDATE USING (true);",
    ),
    _flaw(
        "reads-not-tied", "exposure", _E, "A member of one thing reads all things",
        "Acts as a member of one team and looks whether rows of another team show, which no stranger sees.",
        "The sub-query asks whether the caller is a member of anything, not of what the row belongs to.",
        "Compare the member's column with the row's own, qualified by the table's name.",
        "CREATE POLICY d ON documents FOR SELECT USING (EXISTS (SELECT 1 FROM members WHERE user_id = auth.uid()));",
    ),
    _flaw(
        "membership-not-tied", "tampering", _E, "A member of one thing changes, or adds to, all things",
        "Acts as a member of one team and looks whether rows of another team are reached, which no stranger reaches.",
        "The sub-query asks whether the caller is a member of anything, not of what the row belongs to.",
        "Compare the member's column with the row's own, qualified by the table's name.",
        "CREATE POLICY d ON documents USING (EXISTS (SELECT 1 FROM members m WHERE m.doc_id = m.doc_id "
        "AND m.user_id = auth.uid()));",
    ),
    _flaw(
        "ownership-transfer", "tampering", _E, "A row can be handed over to somebody else",
        "Updates the owner column of an own row.",
        "Content appears in another's name.",
        "Repeat the owner's condition in WITH CHECK.",
        "CREATE POLICY upd ON projects FOR UPDATE USING (auth.uid() = owner_id) WITH CHECK (true);",
    ),
    _flaw(
        "update-frees-what-is-held", "tampering", _W, "A number or flag that new rows may not have is set by UPDATE",
        "Inserts an own row with another value, which is refused, and sets it in an own row, which is not.",
        "Points, a balance or a flag is what its owner says it is.",
        "Grant UPDATE on the columns that users may change only.",
        "CREATE POLICY ins ON cards FOR INSERT WITH CHECK (user_id = auth.uid() AND points = 0);"
        " -- and UPDATE of one's own row",
    ),
    _flaw(
        "author-rewritten", "tampering", _W, "The receiver of a row can rewrite its author",
        "Acts as whom a row is for, and sets the column that the INSERT policy takes for its author.",
        "A message says what its sender never wrote.",
        "Grant UPDATE on the columns that the other side may change only.",
    ),
    _flaw(
        "open-writes", "tampering", _W, "Everybody can change or delete every row",
        "Acts as somebody whom nothing connects with the rows, on a table that knows no owner.",
        "One request empties the table; an error where no account is needed.",
        "Leave reading to all and writing to those who should.",
    ),
    _flaw(
        "rls-disabled", "exposure", _E, "A table of the API has no row-level security",
        "Reads the table as the least entitled principal that has a grant.",
        "The API serves every row to whoever asks.",
        "Enable row-level security and add the policies that the application needs.",
    ),
    _flaw(
        "policies-without-rls", "exposure", _E, "Policies are there, but row-level security is off",
        "Reads the table as the least entitled principal that has a grant.",
        "The policies look as if they protected the table, and count for nothing.",
        "ALTER TABLE ... ENABLE ROW LEVEL SECURITY.",
    ),
    _flaw(
        "sensitive-columns-public", "exposure", _R, "All may read sensitive columns of users' rows",
        "Every row is visible to all, and columns are named like contact data or secrets.",
        "A public profile rarely means a public e-mail address.",
        "Grant SELECT on the public columns, or keep the others in a table of their own.",
    ),
    _flaw(
        "own-standing-writable", "escalation", _R, "A user sets in its own row what the application trusts",
        "Writes columns named like a rank (is_admin) or a credit (credits, plan, trial_ends_at) into its own row.",
        "No policy reads them, but the application does: whoever asks for more has it.",
        "REVOKE UPDATE on the table and GRANT it on the other columns.",
        "CREATE POLICY own ON profiles FOR UPDATE USING (auth.uid() = id); -- and profiles.credits is the balance",
    ),
    _flaw(
        "signed-in-reads-less", "exposure", _R, "Whoever signs in loses rows that anybody reads without an account",
        "Compares what anon reads with what a signed-in stranger reads, by policies that are for anon alone.",
        "Leaving the token away is enough to read the rows; and whoever has signed in finds them gone.",
        "Say TO anon, authenticated where all are meant, or bind the policy to what may be public.",
        "CREATE POLICY shown ON profiles FOR SELECT TO anon USING (true);",
    ),
    _flaw(
        "signed-out-reads-more", "exposure", _E, "Without an account one reads more than with one",
        "Compares what anon reads with what a signed-in stranger reads, by policies that are about both.",
        "auth.uid() is null for whoever sends no token: a condition like auth.uid() IS NULL OR ... lets them all in.",
        "Say TO authenticated in the policy.",
        "CREATE POLICY own ON notes USING (auth.uid() IS NULL OR auth.uid() = patient_id);",
    ),
    _flaw(
        "ownerless-rows-open", "tampering", _W, "Rows without an owner are everybody's",
        "Acts as somebody whom nothing connects with rows whose owner column is NULL.",
        "Guests' orders can be read and changed by every other guest.",
        "Tie such rows to a token that only their author has.",
        "CREATE POLICY own ON orders USING (user_id IS NULL OR user_id = auth.uid());",
    ),
    _flaw(
        "truncate-granted", "exposure", _R, "Roles of the API may TRUNCATE",
        "Told once for a schema.",
        "Row-level security does not apply to TRUNCATE; the web API can't send it, a login or a function could.",
        "REVOKE TRUNCATE.",
    ),
    _flaw(
        "cascade-deletes-others", "bypass", _E, "Deleting a parent takes rows of others with it",
        "Deletes rows that are not the actor's own and looks which rows of others are gone with them.",
        "ON DELETE CASCADE asks no policy of the table whose rows go.",
        "Let only those delete the parent who may delete what hangs on it.",
        "CREATE POLICY del ON categories FOR DELETE TO authenticated USING (true);",
    ),
    _flaw(
        "truncate-bypasses-rls", "bypass", _W, "A login role may TRUNCATE a table whose rows are hidden from it",
        "Empties the table as the role, on a scratch copy.",
        "Row-level security does not apply to TRUNCATE, and a role that logs in can send it.",
        "REVOKE TRUNCATE.",
    ),
    _flaw(
        "rls-without-policy", "dead access", _R, "Row-level security without a policy",
        "The table is granted to the API's roles, and no policy lets anybody in.",
        "It is closed to all but the service, which may be meant.",
        "Add policies, or revoke the grants to say so.",
    ),
    _flaw(
        "only-restrictive-policies", "dead access", _W, "Only restrictive policies",
        "No permissive policy is there for them to restrict.",
        "Nobody gets a row.",
        "Add a permissive policy.",
    ),
    _flaw(
        "policy-without-grant", "dead access", _W, "A policy for roles that have no grant",
        "None of its roles has the privilege that it is about.",
        "It lets nobody in.",
        "Grant the privilege, or drop the policy.",
    ),
    _flaw(
        "function-always-refused", "dead access", _W, "A function that no user can run",
        "Calls the function as every user, and with every right, and compares.",
        "It runs as its caller, who lacks a grant or a policy that it needs: every call fails with 42501.",
        "Make it SECURITY DEFINER and let it check its caller, or grant what it uses.",
    ),
    _flaw(
        "policy-never-true", "dead access", _W, "A policy whose condition is never true",
        "Asks the server's planner, which proves it false by itself or by a check of the table.",
        "Nobody gets a row by it: nothing equals NULL, and no row holds a value that its checks forbid.",
        "Write IS NULL for = NULL, and ask for values that the column can hold.",
        "CREATE POLICY own ON notes USING (auth.uid() = user_id AND deleted_at = NULL);",
    ),
    _flaw(
        "policy-compares-row-key", "dead access", _W, "A policy compares the caller with the row's own key",
        "Puts in a row of a user's, with a key of its own, and looks whether the user finds it.",
        "The key is drawn for each row and is nobody's id: users never see what they wrote.",
        "Compare auth.uid() with the column that says whose the row is.",
        "CREATE POLICY own ON notes USING (auth.uid() = id); -- and user_id references auth.users",
    ),
    _flaw(
        "role-claim-never-set", "dead access", _W, "A policy asks for a role that no token has",
        "Evaluates such a condition as every principal, on every row.",
        "The token's role claim is the database role; 'admin' is never there, so the policy lets nobody in.",
        "Keep the application's roles in app_metadata or in a table.",
        "CREATE POLICY adm ON posts FOR DELETE USING (auth.jwt() ->> 'role' = 'admin');",
    ),
    _flaw(
        "owner-not-forced", "exposure", _W, "Policies that do not hold the role that the application connects as",
        "Acts as a login role that owns a table with policies, and reads rows that they would hide from it.",
        "Row-level security does not hold a table's owner unless it is forced.",
        "ALTER TABLE ... FORCE ROW LEVEL SECURITY, or let the application connect as a role that owns nothing.",
        "ALTER TABLE clients OWNER TO app; ALTER TABLE clients ENABLE ROW LEVEL SECURITY; "
        "CREATE POLICY t ON clients TO app USING (tenant = current_setting('app.tenant')::int);",
    ),
    _flaw(
        "second-factor-opens", "exposure", _E, "A policy for the second factor lets everybody with one in",
        "Acts as a user whose token says aal2 and compares the rows that it reads with those that it read before.",
        "Permissive policies add up: what was meant to be asked besides is enough by itself.",
        "Make the policy AS RESTRICTIVE.",
        "CREATE POLICY mfa ON vault FOR SELECT TO authenticated USING (auth.jwt() ->> 'aal' = 'aal2');",
    ),
    _flaw(
        "claim-not-in-token", "dead access", _R, "Policies read a claim that tokens do not have of themselves",
        "Compares the claims that policies and their functions read with those of a token of Supabase Auth.",
        "Unless an access-token hook or another issuer adds it, the claim is NULL, and nobody is let in by it.",
        "Read sub (auth.uid()) for the user, app_metadata for the rest, or add the claim in a hook.",
        "CREATE POLICY own ON logs USING (driver_id = (auth.jwt() ->> 'user_id')::uuid);",
    ),
    _flaw(
        "write-policy-finds-nothing", "dead access", _W, "An UPDATE or DELETE policy without one for SELECT",
        "Writes with and without a WHERE: without, rows are there; with one, none is found.",
        "The API always sends a WHERE, so nothing happens and nothing fails.",
        "Add a SELECT policy with the same condition.",
    ),
    _flaw(
        "function-without-effect", "dead access", _W, "A counter that counts nothing",
        "Calls the function as a user and with every right, and compares.",
        "It runs as its caller, whose policies find no row to update; there is no error.",
        "Make it SECURITY DEFINER and keep it narrow.",
    ),
    _flaw(
        "trigger-without-effect", "dead access", _W, "A trigger that keeps no count",
        "Inserts as a user and with every right, and compares what the trigger changed.",
        "It runs as the one who inserts, whose policies find no row to update; there is no error.",
        "Make its function SECURITY DEFINER.",
    ),
    _flaw(
        "policy-void-by-membership", "exposure", _W, "An inherited policy makes a role's own policy void",
        "Acts as a role that one policy holds to its rows, and reads others' by a policy for a role it is a member of.",
        "Permissive policies add up, and a policy for a role is for its members too.",
        "Revoke the membership, or grant it WITH INHERIT FALSE.",
    ),
    _flaw(
        "definer-sees-nothing", "dead access", _W, "A function's owner is held by policies that are not for it",
        "Reads, as the owner of a SECURITY DEFINER function, the tables that the function reads.",
        "The function finds nothing, whoever calls it, and says so to everybody.",
        "Add a policy for the owner, or let a role own it that bypasses row-level security.",
    ),
    _flaw(
        "definer-asks-itself", "dead access", _W, "current_user in a SECURITY DEFINER function is its owner",
        "Puts in a row that names the caller, and calls the function as it.",
        "Whoever calls it gets the owner's rows, which are none.",
        "Ask for session_user, or let the function run as its caller.",
    ),
    _flaw(
        "access-widened", "exposure", _E, "More is open than the expectation allows",
        "Compares the matrix with the committed expectation.",
        "A change opened access that nobody agreed to.",
        "Close it, or write the expectation anew and have it reviewed.",
    ),
)  # fmt: skip


def find_flaw(id: str) -> Flaw | None:
    """The flaw of that rule id."""
    return next((f for f in FLAWS if f.id == id), None)


def explain(id: str) -> str | None:
    """Its page as Markdown, or None where there is no such flaw."""
    flaw = find_flaw(id)
    if flaw is None:
        return None
    parts = [
        f"# {flaw.id}",
        f"{flaw.title}.",
        f"severity: {flaw.severity} · area: access · kind: {flaw.kind}",
        "## What it does",
        flaw.what,
        "## Why it is bad",
        flaw.why,
    ]
    if flaw.bad:
        parts += ["## Example", f"```sql\n{flaw.bad}\n```"]
    return "\n\n".join([*parts, "## Fix", flaw.fix]) + "\n"


def markdown() -> str:
    """The manual's page on all of them, kind by kind."""
    parts = [
        "# What is found by trying access",
        "Each by acting on a seeded scratch copy, and proven before it is told.",
    ]
    for kind in KINDS:
        parts.append(f"## {kind.capitalize()}")
        for flaw in (f for f in FLAWS if f.kind == kind):
            parts += [f"### {flaw.id}", f"{flaw.title} (severity: {flaw.severity})"]
            parts += [f"**What it does.** {flaw.what}", f"**Why it is bad.** {flaw.why}", f"**Fix.** {flaw.fix}"]
            if flaw.bad:
                parts.append(f"```sql\n{flaw.bad}\n```")
    return "\n\n".join(parts) + "\n"
