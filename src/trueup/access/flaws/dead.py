"""Flaws of access that can never do what it is for."""

from __future__ import annotations

from trueup.access.flaws.model import REVIEW, WARNING, Flaw, flaw

DEAD: tuple[Flaw, ...] = (
    flaw(
        "rls-without-policy", "dead access", REVIEW, "Row-level security without a policy",
        "The table is granted to the API's roles, and no policy lets anybody in.",
        "It is closed to all but the service, which may be meant.",
        "Add policies, or revoke the grants to say so.",
    ),
    flaw(
        "only-restrictive-policies", "dead access", WARNING, "Only restrictive policies",
        "No permissive policy is there for them to restrict.",
        "Nobody gets a row.",
        "Add a permissive policy.",
    ),
    flaw(
        "policy-without-grant", "dead access", WARNING, "A policy for roles that have no grant",
        "None of its roles has the privilege that it is about.",
        "It lets nobody in.",
        "Grant the privilege, or drop the policy.",
    ),
    flaw(
        "function-always-refused", "dead access", WARNING, "A function that no user can run",
        "Calls the function as every user, and with every right, and compares.",
        "It runs as its caller, who lacks a grant or a policy that it needs: every call fails with 42501.",
        "Make it SECURITY DEFINER and let it check its caller, or grant what it uses.",
    ),
    flaw(
        "policy-never-true", "dead access", WARNING, "A policy whose condition is never true",
        "Asks the server's planner, which proves it false by itself or by a check of the table.",
        "Nobody gets a row by it: nothing equals NULL, and no row holds a value that its checks forbid.",
        "Write IS NULL for = NULL, and ask for values that the column can hold.",
        "CREATE POLICY own ON notes USING (auth.uid() = user_id AND deleted_at = NULL);",
    ),
    flaw(
        "policy-compares-row-key", "dead access", WARNING, "A policy compares the caller with the row's own key",
        "Puts in a row of a user's, with a key of its own, and looks whether the user finds it.",
        "The key is drawn for each row and is nobody's id: users never see what they wrote.",
        "Compare auth.uid() with the column that says whose the row is.",
        "CREATE POLICY own ON notes USING (auth.uid() = id); -- and user_id references auth.users",
    ),
    flaw(
        "owner-asked-otherwise", "dead access", WARNING, "Policies know a row's owner by different names",
        "Inserts an own row as the policy for INSERT asks for it, and looks whether the other policy is true of it.",
        "Who writes a row does not find it, or can't change it, and nothing fails.",
        "Compare the column with the same in every policy.",
        "CREATE POLICY i ON lists FOR INSERT WITH CHECK (owner_email = auth.jwt() ->> 'email'); "
        "CREATE POLICY r ON lists FOR SELECT USING (owner_email = auth.uid()::text);",
    ),
    flaw(
        "path-of-another-name", "dead access", WARNING, "A policy on files takes another table's name apart",
        "Puts a file into the user's own folder and looks whether the user gets at it, before and after the policy is "
        "mended.",
        "In a look-up, name is the column of the looked-up table, where it has one: no file's folder is ever asked.",
        "Write objects.name inside the look-up.",
        "CREATE POLICY see ON storage.objects USING (EXISTS (SELECT FROM teams t "
        "WHERE t.id::text = (storage.foldername(name))[1])); -- and teams has a column name",
    ),
    flaw(
        "trigger-always-refuses", "dead access", WARNING, "A trigger refuses every row",
        "Inserts rows as every user, on everything that they may hang on, and the same rows with every right.",
        "It looks something up as the one who inserts, whom policies hide it from, and raises for everybody.",
        "Make its function SECURITY DEFINER.",
    ),
    flaw(
        "view-always-refused", "dead access", WARNING, "A view that no user can read",
        "Reads the view as every user who has a grant on it.",
        "What is behind it is read with its caller's rights, which do not reach: every SELECT fails with 42501.",
        "Grant what the view reads, or revoke the view.",
        "CREATE VIEW open_orders WITH (security_invoker) AS SELECT id FROM priv.orders; -- and no USAGE on priv",
    ),
    flaw(
        "function-sees-own-rows", "dead access", WARNING, "A question about others that sees one's own rows only",
        "Asks it about a name that a hidden row holds, about one that nobody has, and with every right.",
        "It runs as its caller, whose policies hide what it looks for: every name is free, and no code is valid.",
        "Make it SECURITY DEFINER, and let it give no more than yes or no.",
    ),
    flaw(
        "policy-looks-at-hidden-rows", "dead access", WARNING, "A policy looks for rows that its caller may not see",
        "Asks the condition as every principal, and again where every row is seen.",
        "Sub-queries of a policy are held to the policies of the tables that they read: they find nothing.",
        "Let callers read their own rows there, or look them up in a SECURITY DEFINER function.",
        "ALTER TABLE admins ENABLE ROW LEVEL SECURITY; -- and no policy, while others ask admins",
    ),
    flaw(
        "role-claim-never-set", "dead access", WARNING, "A policy asks for a role that no token has",
        "Evaluates such a condition as every principal, on every row.",
        "The token's role claim is the database role; 'admin' is never there, so the policy lets nobody in.",
        "Keep the application's roles in app_metadata or in a table.",
        "CREATE POLICY adm ON posts FOR DELETE USING (auth.jwt() ->> 'role' = 'admin');",
    ),
    flaw(
        "claim-not-in-token", "dead access", REVIEW, "Policies read a claim that tokens do not have of themselves",
        "Compares the claims that policies and their functions read with those of a token of Supabase Auth.",
        "Unless an access-token hook or another issuer adds it, the claim is NULL, and nobody is let in by it.",
        "Read sub (auth.uid()) for the user, app_metadata for the rest, or add the claim in a hook.",
        "CREATE POLICY own ON logs USING (driver_id = (auth.jwt() ->> 'user_id')::uuid);",
    ),
    flaw(
        "write-policy-finds-nothing", "dead access", WARNING, "An UPDATE or DELETE policy without one for SELECT",
        "Writes with and without a WHERE: without, rows are there; with one, none is found.",
        "The API always sends a WHERE, so nothing happens and nothing fails.",
        "Add a SELECT policy with the same condition.",
    ),
    flaw(
        "function-without-effect", "dead access", WARNING, "A counter that counts nothing",
        "Calls the function as a user and with every right, and compares.",
        "It runs as its caller, whose policies find no row to update; there is no error.",
        "Make it SECURITY DEFINER and keep it narrow.",
    ),
    flaw(
        "trigger-without-effect", "dead access", WARNING, "A trigger that keeps no count",
        "Inserts as a user and with every right, and compares what the trigger changed.",
        "It runs as the one who inserts, whose policies find no row to update; there is no error.",
        "Make its function SECURITY DEFINER.",
    ),
    flaw(
        "definer-sees-nothing", "dead access", WARNING, "A function's owner is held by policies that are not for it",
        "Reads, as the owner of a SECURITY DEFINER function, the tables that the function reads.",
        "The function finds nothing, whoever calls it, and says so to everybody.",
        "Add a policy for the owner, or let a role own it that bypasses row-level security.",
    ),
    flaw(
        "definer-asks-itself", "dead access", WARNING, "current_user in a SECURITY DEFINER function is its owner",
        "Puts in a row that names the caller, and calls the function as it.",
        "Whoever calls it gets the owner's rows, which are none.",
        "Ask for session_user, or let the function run as its caller.",
    ),
)  # fmt: skip
