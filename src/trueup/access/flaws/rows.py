"""Flaws of rows that are not held to their owner: forgery, tampering, exposure."""

from __future__ import annotations

from trueup.access.flaws.model import ERROR, REVIEW, WARNING, Flaw, flaw

ROWS: tuple[Flaw, ...] = (
    flaw(
        "forgery", "forgery", ERROR, "Rows can be written in another's name",
        "Inserts a row whose owner columns (as the table's own policies name them) name somebody else.",
        "A policy \"for the service\" opens the table to everyone else: the service needs none.",
        "Drop the policy, or bind new rows to the caller.",
        "CREATE POLICY \"Service can insert\" ON ai_usage FOR INSERT WITH CHECK (true);",
    ),
    flaw(
        "tampering", "tampering", ERROR, "Another's rows can be changed or deleted",
        "Acts as somebody whom nothing connects with the rows.",
        "The table's other policies call the rows somebody else's.",
        "Bind the policy to the owner.",
        "CREATE POLICY upd ON posts FOR UPDATE USING (true);",
    ),
    flaw(
        "membership-not-tied", "tampering", ERROR, "A member of one thing changes, or adds to, all things",
        "Acts as a member of one team and looks whether rows of another team are reached, which no stranger reaches.",
        "The sub-query asks whether the caller is a member of anything, not of what the row belongs to.",
        "Compare the member's column with the row's own, qualified by the table's name.",
        "CREATE POLICY d ON documents USING (EXISTS (SELECT 1 FROM members m WHERE m.doc_id = m.doc_id "
        "AND m.user_id = auth.uid()));",
    ),
    flaw(
        "ownership-transfer", "tampering", ERROR, "A row can be handed over to somebody else",
        "Updates the owner column of an own row.",
        "Content appears in another's name.",
        "Repeat the owner's condition in WITH CHECK.",
        "CREATE POLICY upd ON projects FOR UPDATE USING (auth.uid() = owner_id) WITH CHECK (true);",
    ),
    flaw(
        "update-frees-what-is-held", "tampering", WARNING,
        "A number or flag that new rows may not have is set by UPDATE",
        "Inserts an own row with another value, which is refused, and sets it in an own row, which is not.",
        "Points, a balance or a flag is what its owner says it is.",
        "Grant UPDATE on the columns that users may change only.",
        "CREATE POLICY ins ON cards FOR INSERT WITH CHECK (user_id = auth.uid() AND points = 0);"
        " -- and UPDATE of one's own row",
    ),
    flaw(
        "author-rewritten", "tampering", WARNING, "The receiver of a row can rewrite its author",
        "Acts as whom a row is for, and sets the column that the INSERT policy takes for its author.",
        "A message says what its sender never wrote.",
        "Grant UPDATE on the columns that the other side may change only.",
    ),
    flaw(
        "open-writes", "tampering", WARNING, "Everybody can change or delete every row",
        "Acts as somebody whom nothing connects with the rows, on a table that knows no owner.",
        "One request empties the table; an error where no account is needed.",
        "Leave reading to all and writing to those who should.",
    ),
    flaw(
        "ownerless-rows-open", "tampering", WARNING, "Rows without an owner are everybody's",
        "Acts as somebody whom nothing connects with rows whose owner column is NULL.",
        "Guests' orders can be read and changed by every other guest.",
        "Tie such rows to a token that only their author has.",
        "CREATE POLICY own ON orders USING (user_id IS NULL OR user_id = auth.uid());",
    ),
    flaw(
        "reads-not-tied", "exposure", ERROR, "A member of one thing reads all things",
        "Acts as a member of one team and looks whether rows of another team show, which no stranger sees.",
        "The sub-query asks whether the caller is a member of anything, not of what the row belongs to.",
        "Compare the member's column with the row's own, qualified by the table's name.",
        "CREATE POLICY d ON documents FOR SELECT USING (EXISTS (SELECT 1 FROM members WHERE user_id = auth.uid()));",
    ),
    flaw(
        "rls-disabled", "exposure", ERROR, "A table of the API has no row-level security",
        "Reads the table as the least entitled principal that has a grant.",
        "The API serves every row to whoever asks.",
        "Enable row-level security and add the policies that the application needs.",
    ),
    flaw(
        "policies-without-rls", "exposure", ERROR, "Policies are there, but row-level security is off",
        "Reads the table as the least entitled principal that has a grant.",
        "The policies look as if they protected the table, and count for nothing.",
        "ALTER TABLE ... ENABLE ROW LEVEL SECURITY.",
    ),
    flaw(
        "sensitive-columns-public", "exposure", REVIEW, "All may read sensitive columns of users' rows",
        "Every row is visible to all, and columns are named like contact data or secrets.",
        "A public profile rarely means a public e-mail address.",
        "Grant SELECT on the public columns, or keep the others in a table of their own.",
    ),
    flaw(
        "owned-rows-public", "exposure", REVIEW, "All may read every row and column of a table whose rows have owners",
        "Reads the table as the least entitled principal, where its policies or keys say whose each row is.",
        "Posts are meant to be read by all, letters are not; the schema doesn't say which these are.",
        "Bind the SELECT policy to the owner, or note in the expectation that it is meant.",
        "CREATE POLICY r ON letters FOR SELECT USING (true);",
    ),
    flaw(
        "part-of-hidden-row-shown", "exposure", REVIEW, "Parts of a hidden row are there for all",
        "Reads, as a stranger, rows that go with a row (ON DELETE CASCADE) which policies keep from it.",
        "The history or the comments of something private tell what is in it.",
        "Let the policy ask whether the caller sees the row that it hangs on.",
        "CREATE POLICY r ON comments FOR SELECT USING (true); -- and posts are their authors' until published",
    ),
    flaw(
        "restriction-opens", "exposure", WARNING, "A policy that was to keep some out lets everybody else in",
        "Reads as a stranger rows that only a policy of negations shows, beside one that asks whose they are.",
        "Permissive policies add up: whoever is not blocked reads everything.",
        "Make the policy AS RESTRICTIVE.",
        "CREATE POLICY own ON snaps FOR SELECT USING (author_id = auth.uid()); "
        "CREATE POLICY b ON snaps FOR SELECT USING (NOT blocked_by(author_id));",
    ),
    flaw(
        "signed-in-reads-less", "exposure", REVIEW, "Whoever signs in loses rows that anybody reads without an account",
        "Compares what anon reads with what a signed-in stranger reads, by policies that are for anon alone.",
        "Leaving the token away is enough to read the rows; and whoever has signed in finds them gone.",
        "Say TO anon, authenticated where all are meant, or bind the policy to what may be public.",
        "CREATE POLICY shown ON profiles FOR SELECT TO anon USING (true);",
    ),
    flaw(
        "only-others-rows-shown", "exposure", ERROR, "Everybody reads a row but whom it belongs to",
        "Acts as two users and a stranger, and looks whether each reads the rows of the others and none of its own.",
        "The policy for SELECT is turned round: what it should show it hides, and the other way round.",
        "Compare the owner with the caller by =, not by <>.",
        "CREATE POLICY own ON trips FOR SELECT USING (user_id <> auth.uid());",
    ),
    flaw(
        "signed-out-reads-more", "exposure", ERROR, "Without an account one reads more than with one",
        "Compares what anon reads with what a signed-in stranger reads, by policies that are about both.",
        "auth.uid() is null for whoever sends no token: a condition like auth.uid() IS NULL OR ... lets them all in.",
        "Say TO authenticated in the policy.",
        "CREATE POLICY own ON notes USING (auth.uid() IS NULL OR auth.uid() = patient_id);",
    ),
    flaw(
        "truncate-granted", "exposure", REVIEW, "Roles of the API may TRUNCATE",
        "Told once for a schema.",
        "Row-level security does not apply to TRUNCATE; the web API can't send it, a login or a function could.",
        "REVOKE TRUNCATE.",
    ),
    flaw(
        "unserved-but-granted", "exposure", REVIEW, "Roles of the API may use a schema that the API does not serve",
        "Told once for a schema that the configuration leaves out (`[api] schemas` of supabase/config.toml).",
        "The web API sends nothing there; a direct login or a function's body could.",
        "REVOKE what the roles need not have.",
    ),
    flaw(
        "owner-not-forced", "exposure", WARNING, "Policies that do not hold the role that the application connects as",
        "Acts as a login role that owns a table with policies, and reads rows that they would hide from it.",
        "Row-level security does not hold a table's owner unless it is forced.",
        "ALTER TABLE ... FORCE ROW LEVEL SECURITY, or let the application connect as a role that owns nothing.",
        "ALTER TABLE clients OWNER TO app; ALTER TABLE clients ENABLE ROW LEVEL SECURITY; "
        "CREATE POLICY t ON clients TO app USING (tenant = current_setting('app.tenant')::int);",
    ),
    flaw(
        "second-factor-opens", "exposure", ERROR, "A policy for the second factor lets everybody with one in",
        "Acts as a user whose token says aal2 and compares the rows that it reads with those that it read before.",
        "Permissive policies add up: what was meant to be asked besides is enough by itself.",
        "Make the policy AS RESTRICTIVE.",
        "CREATE POLICY mfa ON vault FOR SELECT TO authenticated USING (auth.jwt() ->> 'aal' = 'aal2');",
    ),
    flaw(
        "policy-void-by-membership", "exposure", WARNING, "An inherited policy makes a role's own policy void",
        "Acts as a role that one policy holds to its rows, and reads others' by a policy for a role it is a member of.",
        "Permissive policies add up, and a policy for a role is for its members too.",
        "Revoke the membership, or grant it WITH INHERIT FALSE.",
    ),
    flaw(
        "access-widened", "exposure", ERROR, "More is open than the expectation allows",
        "Compares the matrix with the committed expectation.",
        "A change opened access that nobody agreed to.",
        "Close it, or write the expectation anew and have it reviewed.",
    ),
)  # fmt: skip
