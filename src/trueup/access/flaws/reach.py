"""Flaws by which somebody reaches more than its rights: errors, ways round the policies, escalation."""

from __future__ import annotations

from trueup.access.flaws.model import ERROR, REVIEW, WARNING, Flaw, flaw

REACH: tuple[Flaw, ...] = (
    flaw(
        "policy-recursion", "error", ERROR, "Policies read each other's tables in a ring",
        "Runs every command as every principal and reports 42P17, with the ring of policies.",
        "PostgreSQL refuses every statement on the table: the application sees an error, not rows.",
        "Put the look-up into a SECURITY DEFINER function.",
        "CREATE POLICY admins ON profiles "
        "USING (EXISTS (SELECT 1 FROM profiles WHERE id = auth.uid() AND role = 'admin'));",
    ),
    flaw(
        "policy-needs-privilege", "error", ERROR, "A policy uses what its callers may not",
        "A command on a table that the role may use is refused with 42501 about another table or function.",
        "Policies run with the caller's privileges: a look-up in auth.users fails for everybody.",
        "Read it in a SECURITY DEFINER function, or from the token.",
        "CREATE POLICY own ON teams USING (email = (SELECT email FROM auth.users WHERE id = auth.uid()));",
    ),
    flaw(
        "default-needs-privilege", "error", ERROR, "A column's default uses a sequence that its callers may not",
        "Inserts a row as a role that may, and leaves to the defaults what they are there for.",
        "Every INSERT that lets the key be drawn fails with 42501: permission denied for sequence.",
        "GRANT USAGE ON SEQUENCE, or an identity column, which needs no grant.",
    ),
    flaw(
        "access-raises", "error", ERROR, "A policy or trigger raises instead of deciding",
        "A command fails with an error that no caller means to get: a missing function, a cast that fails.",
        "One row, or one caller, takes the whole query down.",
        "Make the expression cope with every row and every caller.",
    ),
    flaw(
        "trigger-denied", "error", ERROR, "A trigger writes what its callers may not",
        "A write fails because a trigger function that runs as its caller writes to a table that the caller may not.",
        "Every write to the table fails for ordinary users.",
        "Make the trigger function SECURITY DEFINER with a fixed search_path.",
    ),
    flaw(
        "sign-up-fails", "error", ERROR, "The trigger on auth.users keeps everybody out",
        "Inserts a user as the authentication service does and reports what the trigger raises.",
        "Nobody can sign up: \"Database error saving new user\".",
        "Make the function SECURITY DEFINER, schema-qualify its tables and let it cope with missing metadata.",
    ),
    flaw(
        "view-bypasses-rls", "bypass", ERROR, "A view shows rows that policies hide",
        "Compares what a principal reads through a view with what it is denied on the tables.",
        "A view reads with its owner's rights unless security_invoker is set, so policies do not count.",
        "ALTER VIEW ... SET (security_invoker = true).",
        "CREATE VIEW all_orders AS SELECT * FROM orders;",
    ),
    flaw(
        "view-writes-past-rls", "bypass", ERROR, "Through a view rows are changed that policies keep",
        "Updates and deletes, through each view that can be written, rows that the tables' policies refuse directly.",
        "A simple view can be written, with its owner's rights, and the platform grants that on every view.",
        "REVOKE INSERT, UPDATE, DELETE ON the view, or ALTER VIEW ... SET (security_invoker = true).",
        "CREATE VIEW post_list AS SELECT id, user_id, title FROM posts;",
    ),
    flaw(
        "matview-bypasses-rls", "bypass", ERROR, "A materialized view shows rows that policies hide",
        "Refreshes it over the seeded rows and compares, as for a view.",
        "Row-level security does not exist for materialized views.",
        "Revoke SELECT on it, or move it out of the exposed schemas.",
    ),
    flaw(
        "child-table-bypasses-rls", "bypass", ERROR, "A partition or child shows what its parent hides",
        "Reads the child directly and compares with what the parent's policies let through.",
        "Policies of the parent count only for whoever goes through the parent.",
        "Enable row-level security on the child.",
    ),
    flaw(
        "copy-bypasses-rls", "bypass", WARNING, "A trigger copies hidden rows into a table that shows them",
        "Compares what a stranger reads in a table that triggers write with the rows that set them off.",
        "Policies hold for the table that they are on, not for copies of its rows.",
        "Give the copy the same policies, or copy only what all may read.",
    ),
    flaw(
        "function-bypasses-rls", "bypass", ERROR, "A SECURITY DEFINER function hands out or changes others' rows",
        "Calls each callable function with values from the tables and compares what it gives, and what it changes.",
        "It runs with its owner's rights; whoever may call it decides whose rows are meant.",
        "Check auth.uid() inside, or revoke EXECUTE.",
        "CREATE FUNCTION invoices_of(u uuid) RETURNS SETOF invoices LANGUAGE sql SECURITY DEFINER "
        "AS 'SELECT * FROM invoices WHERE user_id = u';",
    ),
    flaw(
        "function-changes-rules", "bypass", ERROR, "A callable function changes the rules themselves",
        "Calls the function as every user, then looks which rows of others are reached that were hidden before.",
        "One call switches row-level security off, drops a policy, grants or drops a table, for everybody.",
        "Revoke EXECUTE from the API's roles: a migration changes rules, no request does.",
        "CREATE FUNCTION debug() ... SECURITY DEFINER AS $$ ALTER TABLE letters DISABLE ROW LEVEL SECURITY $$;",
    ),
    flaw(
        "sql-injection", "bypass", ERROR, "A callable function glues its caller's text into a statement",
        "Hands over a quote, or a condition, and looks whether hidden rows come or the parser refuses it.",
        "Whoever may call it writes the rest of the statement, which runs with the owner's rights.",
        "Hand values over with USING; put names in with format('%I', ...).",
        "CREATE FUNCTION search(q text) RETURNS SETOF claims LANGUAGE plpgsql SECURITY DEFINER AS $$ "
        "BEGIN RETURN QUERY EXECUTE 'SELECT * FROM claims WHERE owner = auth.uid() AND n > ' || q; END $$;",
    ),
    flaw(
        "cascade-deletes-others", "bypass", ERROR, "Deleting a parent takes rows of others with it",
        "Deletes rows that are not the actor's own and looks which rows of others are gone with them.",
        "ON DELETE CASCADE asks no policy of the table whose rows go.",
        "Let only those delete the parent who may delete what hangs on it.",
        "CREATE POLICY del ON categories FOR DELETE TO authenticated USING (true);",
    ),
    flaw(
        "truncate-bypasses-rls", "bypass", WARNING, "A login role may TRUNCATE a table whose rows are hidden from it",
        "Empties the table as the role, on a scratch copy.",
        "Row-level security does not apply to TRUNCATE, and a role that logs in can send it.",
        "REVOKE TRUNCATE.",
    ),
    flaw(
        "self-promotion", "escalation", ERROR, "A user can write a column that policies trust",
        "Writes what policies compare (a role, a flag) into the user's own row and looks what is reached then.",
        "Everybody makes themselves admin with one request.",
        "REVOKE UPDATE on the table and GRANT it on the other columns; a REVOKE of the column alone does nothing.",
        "CREATE POLICY own ON profiles FOR UPDATE USING (auth.uid() = id); -- and profiles.role decides elsewhere",
    ),
    flaw(
        "self-join", "escalation", ERROR, "A user can make itself a member",
        "Inserts the user among another's things and looks what is reached then.",
        "Whoever knows the id of a team is in it.",
        "Let only those who may invite insert members.",
        "CREATE POLICY join ON team_members FOR INSERT WITH CHECK (user_id = auth.uid());",
    ),
    flaw(
        "tenant-switch", "escalation", ERROR, "A user can move itself to another tenant",
        "Changes the tenant in the user's own row and looks what is reached then.",
        "Every customer's data is one UPDATE away.",
        "Hold the column in WITH CHECK, or take the privilege to change it away.",
    ),
    flaw(
        "escalation-chain", "escalation", ERROR, "Allowed writes, one after another, open others' rows",
        "Follows up to three writes of which each makes the next one possible.",
        "No single policy looks wrong.",
        "Take the first step away.",
    ),
    flaw(
        "function-escalates", "escalation", ERROR, "A function gives its caller more than it had",
        "Calls functions that write what policies trust, and looks what is reached then.",
        "The function is the way round the policies.",
        "Check inside the function that the caller may.",
    ),
    flaw(
        "user-metadata-trusted", "escalation", ERROR, "Policies trust what users write about themselves",
        "Changes user_metadata in the token, as auth.updateUser() lets every user do, or a header of the request, "
        "and looks what is reached then.",
        "user_metadata is the user's own to write, and a header is what the client sends.",
        "Read app_metadata instead.",
        "CREATE POLICY admins ON payments USING (auth.jwt() -> 'user_metadata' ->> 'role' = 'admin');",
    ),
    flaw(
        "token-hook-trusts-users", "escalation", ERROR, "An access-token hook believes what users write",
        "Writes metadata, or an own row, that the hook reads, lets it make the next token, and acts with that.",
        "What looks like app_metadata is the user's own word: whoever asks to be an administrator is one.",
        "Read the role from a table that users can't write, or from raw_app_meta_data.",
    ),
    flaw(
        "sign-up-promotion", "escalation", ERROR, "The sign-up trigger copies a role from metadata",
        "Signs up with metadata that ask for more, and looks what the new user reaches.",
        "The metadata of a sign-up come from the browser.",
        "Let the trigger write the default.",
    ),
    flaw(
        "own-standing-writable", "escalation", REVIEW, "A user sets in its own row what the application trusts",
        "Writes columns named like a rank (is_admin) or a credit (credits, plan, trial_ends_at) into its own row.",
        "No policy reads them, but the application does: whoever asks for more has it.",
        "REVOKE UPDATE on the table and GRANT it on the other columns.",
        "CREATE POLICY own ON profiles FOR UPDATE USING (auth.uid() = id); -- and profiles.credits is the balance",
    ),
)  # fmt: skip
