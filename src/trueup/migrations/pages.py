"""The manual's pages on what is found in migrations, one per rule id. Pure data; each example is executed by a test."""

from __future__ import annotations

from dataclasses import dataclass

TABLE = "CREATE TABLE t (id int PRIMARY KEY, v text);"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One rule of the migrations.

    Args:
        id: kebab-case, names the flaw.
        title: the flaw in a few words.
        severity: the gravest that it is reported with.
        what, why, fix: as on every rule's page.
        production: what is there before.
        bad: a migration (up, or up and down) that gives the finding; () where a text alone can't show it.
        good: one that does not.
        tool: the layout that both are tried in.
    """

    id: str
    title: str
    severity: str
    what: str
    why: str
    fix: str
    production: str = TABLE
    bad: tuple[str, ...] = ()
    good: tuple[str, ...] = ()
    tool: str = "numbered"


PAGES = (
    Page(
        id="broken-migration",
        title="no order makes the migration run",
        severity="error",
        what="Runs every pending migration on a copy of production, alone and after the others.",
        why="It stops the tool that runs the folder, and everything behind it.",
        fix="Mend the statement that the server refuses, or take the file out of the folder.",
        bad=("ALTER TABLE nowhere ADD COLUMN w int;",),
        good=("ALTER TABLE t ADD COLUMN w int;",),
    ),
    Page(
        id="conflicting-migration",
        title="the migration makes what is there, or is there in another form",
        severity="error",
        what="Runs it on a copy of production; what is in its way is dropped on the copy, made anew, and compared.",
        why="It stops at the first thing that exists; a part of it may be missing for ever.",
        fix="Replace it by a migration that starts from what production has, such as the repeatable form offered.",
        bad=("CREATE TABLE u (id int); CREATE TABLE t (id int PRIMARY KEY, v integer);",),
        good=("CREATE TABLE u (id int);",),
    ),
    Page(
        id="shadowed-migration",
        title="IF NOT EXISTS skips over something that differs",
        severity="warning",
        what="Makes on a copy what the migration means, and compares it field by field with what production has.",
        why="The migration succeeds, the tool records it, and the object is not what the file says.",
        fix="Alter what is there to what the migration means.",
        bad=("CREATE TABLE IF NOT EXISTS t (id int PRIMARY KEY, v integer);",),
        good=("CREATE TABLE IF NOT EXISTS t (id int PRIMARY KEY, v text);",),
    ),
    Page(
        id="destructive-migration",
        title="the migration drops or empties what holds rows",
        severity="warning",
        what="Lists production's tables, columns and materialized views that go with it, and DELETE and TRUNCATE.",
        why="No way back brings the rows back.",
        fix="Make sure that nothing reads what goes, and keep a copy of the rows.",
        bad=("ALTER TABLE t DROP COLUMN v;",),
        good=("CREATE TABLE x (id int); DROP TABLE x;",),
    ),
    Page(
        id="migration-out-of-order",
        title="the migration needs one that sorts behind it",
        severity="error",
        what="Tries what is refused again behind the migrations that make what it misses.",
        why="The tool runs files in their order, and stops at this one.",
        fix="Rename it so that it sorts behind what it needs.",
    ),
    Page(
        id="obsolete-migration",
        title="a later migration, or production, has overtaken it",
        severity="review",
        what="Finds migrations nothing of which is left at the end.",
        why="It costs time and locks, and readers take it for the truth.",
        fix="Take it out of the folder, or record it as applied.",
    ),
    Page(
        id="not-repeatable",
        title="a second run is refused",
        severity="review",
        what="Runs each migration a second time on the same copy, every statement behind a savepoint, and writes the "
        "repeatable form of those that are refused; it is run twice before it is offered. Off by default (style) for "
        "tools that record what they ran.",
        why="A run that broke off half-way can't be finished by running the file again.",
        fix="Write DROP POLICY IF EXISTS first, IF NOT EXISTS, OR REPLACE, or a guarded block.",
        bad=("CREATE TABLE u (id int);",),
        good=("CREATE TABLE IF NOT EXISTS u (id int);",),
    ),
    Page(
        id="done-twice",
        title="a second run does the same once more",
        severity="review",
        what="Finds statements whose second run is not refused and makes one more of the same: an index or constraint "
        "without a name, rows that are inserted again.",
        why="Doubled indexes cost every write; doubled rows are wrong.",
        fix="Give it a name, and rows a key to conflict on.",
        bad=("CREATE INDEX ON t (v);",),
        good=("CREATE INDEX IF NOT EXISTS t_v ON t (v);",),
    ),
    Page(
        id="unbalanced-transaction",
        title="BEGIN and COMMIT don't match",
        severity="error",
        what="Finds BEGIN without COMMIT, a nested BEGIN, and COMMIT without BEGIN.",
        why="BEGIN without COMMIT is rolled back when the session ends: the file ran, and nothing is there.",
        fix="Leave both to the runner, or write one pair around the whole file.",
        bad=("BEGIN; CREATE TABLE IF NOT EXISTS u (id int);",),
        good=("BEGIN; CREATE TABLE IF NOT EXISTS u (id int); COMMIT;",),
    ),
    Page(
        id="cannot-run-in-transaction",
        title="a statement that can't run in the transaction that its runner opens",
        severity="warning",
        what="Runs the file as one transaction and, where the server refuses that, statement by statement.",
        why="The Supabase CLI, dbmate, goose and others run a file in one transaction, and stop.",
        fix="Put the statement into a file of its own, marked as one without a transaction.",
        bad=("COMMENT ON TABLE t IS 'x'; CREATE INDEX CONCURRENTLY i ON t (v);",),
        good=("CREATE INDEX i ON t (v);",),
        tool="supabase",
    ),
    Page(
        id="enum-value-used-at-once",
        title="a new enum value is used in the transaction that adds it",
        severity="error",
        what="Runs the file as its runner does; the server refuses the use (55P04).",
        why="PostgreSQL can't let an uncommitted value into an index or a row.",
        fix="Add the value in a migration of its own.",
        production="CREATE TYPE m AS ENUM ('a');",
        bad=("ALTER TYPE m ADD VALUE 'b'; CREATE TABLE u (m m DEFAULT 'b');",),
        good=("ALTER TYPE m ADD VALUE 'b'; CREATE TABLE u (m m DEFAULT 'a');",),
        tool="supabase",
    ),
    Page(
        id="table-rewritten-under-lock",
        title="a table is written anew while nobody can read it",
        severity="review",
        what="Reads pg_locks and the table's file in the statement's own transaction.",
        why="Every query on the table waits until it is done.",
        fix="Add a new column, fill it in batches, and switch over.",
        bad=("ALTER TABLE t ALTER id TYPE bigint;",),
        good=("ALTER TABLE t ADD COLUMN w bigint;",),
    ),
    Page(
        id="table-scanned-under-lock",
        title="a table is read through under a lock that blocks writes",
        severity="review",
        what="Reads pg_locks and the scan counters in the statement's own transaction.",
        why="Writers wait as long as the scan takes.",
        fix="CREATE INDEX CONCURRENTLY; constraints NOT VALID first, VALIDATE later.",
        bad=("CREATE INDEX i ON t (v);",),
        good=("CREATE INDEX CONCURRENTLY i ON t (v);",),
    ),
    Page(
        id="reversal-fails",
        title="the way back is refused",
        severity="warning",
        what="Runs the down part, or a commented ROLLBACK section, right after the up part.",
        why="It will be tried for the first time when something is on fire.",
        fix="Undo every statement, in the opposite order.",
        bad=("CREATE TABLE u (id int);", "DROP TABLE nowhere;"),
        good=("CREATE TABLE u (id int);", "DROP TABLE u;"),
    ),
    Page(
        id="reversal-incomplete",
        title="the way back leaves something behind",
        severity="review",
        what="Compares the catalog after the way back with the one before the migration.",
        why="The next run of the migration meets what was left.",
        fix="Undo every statement, in the opposite order.",
        bad=("CREATE TABLE u (id int); CREATE TYPE m AS ENUM ('a');", "DROP TABLE u;"),
        good=("CREATE TABLE u (id int); CREATE TYPE m AS ENUM ('a');", "DROP TABLE u; DROP TYPE m;"),
    ),
    Page(
        id="fails-on-existing-rows",
        title="the migration fails where there are rows",
        severity="warning",
        what="Runs it on a copy with seeded rows; the evidence has the read-only query that asks production.",
        why="It runs on every empty database, and stops in production.",
        fix="Add a default, or mend the rows first.",
        bad=("ALTER TABLE t ADD COLUMN w int NOT NULL;",),
        good=("ALTER TABLE t ADD COLUMN w int NOT NULL DEFAULT 0;",),
    ),
    Page(
        id="verification-query-fails",
        title="the query that is to check the migration does not run",
        severity="warning",
        what="Runs the queries in its comments and at its end, read-only, after the migration.",
        why="Who runs the migration can't tell whether it worked.",
        fix="Correct the query.",
        bad=("CREATE TABLE u (id int);\n-- Check:\n-- SELECT schema, tablename FROM pg_tables WHERE tablename = 'u';",),
        good=("CREATE TABLE u (id int);\n-- Check:\n-- SELECT schemaname FROM pg_tables WHERE tablename = 'u';",),
    ),
    Page(
        id="claim-refuted",
        title="a comment promises what the run refutes",
        severity="warning",
        what="Holds sentences such as “safe to run multiple times”, “reversible”, “no downtime” against the run.",
        why="Somebody will rely on it.",
        fix="Correct the comment, or make it true.",
        bad=("-- Safe to run multiple times.\nCREATE TABLE u (id int);",),
        good=("-- Safe to run multiple times.\nCREATE TABLE IF NOT EXISTS u (id int);",),
    ),
    Page(
        id="duplicate-migration-version",
        title="two files have one version",
        severity="error",
        what="Compares the versions of all files as their tool does.",
        why="The tool runs one of them and takes the other for applied, or stops.",
        fix="Give the later one a version of its own.",
    ),
    Page(
        id="failed-migration-recorded",
        title="the history records a failed migration",
        severity="error",
        what="Reads the tool's own history table.",
        why="The tool refuses to go on.",
        fix="Look at what it left behind, then mark it as resolved with the tool's own command.",
    ),
    Page(
        id="recorded-migration-without-file",
        title="the history records a migration that has no file",
        severity="warning",
        what="Holds the history table against the folder.",
        why="The folder can't make this database again.",
        fix="Bring the file back, or record the difference in a baseline.",
    ),
    Page(
        id="recorded-migration-not-there",
        title="the history records a migration whose objects are not there",
        severity="error",
        what="Runs the recorded migrations from empty, and looks for what they make in production.",
        why="Its tool takes it for applied and will never run it again; code that needs it fails.",
        fix="Write a migration that makes what is missing.",
    ),
    Page(
        id="unrecorded-migration",
        title="a migration is in production and not in the history",
        severity="warning",
        what="Runs it on a copy of production, where the history says that it is still to be run.",
        why="Its tool runs it again, and stops at what is there, or does things twice.",
        fix="Record it as applied with the tool's own command.",
    ),
    Page(
        id="migration-renamed-after-applied",
        title="a file was renamed after it had been applied",
        severity="warning",
        what="Looks for a file with the text, the checksum or the name of a recorded migration that has no file.",
        why="Its tool takes it for a new migration and will run it again.",
        fix="Give the file its old name back.",
    ),
    Page(
        id="migration-edited-after-applied",
        title="a file was changed after it had been applied",
        severity="warning",
        what="Compares the file with the statements or the checksum that the tool recorded.",
        why="The change never runs in production.",
        fix="Put the file back, and make the change in a new migration.",
    ),
    Page(
        id="migration-sorts-before-applied",
        title="a pending file sorts before the newest applied one",
        severity="warning",
        what="Compares versions as the tool does.",
        why="Tools leave such a file out, or stop.",
        fix="Rename it so that it sorts last, if nothing ran it elsewhere.",
    ),
)


def explain(id: str) -> str | None:
    """One page as Markdown, or None where there is no such rule."""
    page = next((p for p in PAGES if p.id == id), None)
    return "".join(_page(page, "#")) if page else None


def markdown() -> str:
    """All pages as one document."""
    head = "# What is found in migrations\n\nEach by running the migration on a copy of production.\n"
    return head + "".join("\n" + "".join(_page(page, "##")) for page in PAGES)


def _page(page: Page, level: str) -> list[str]:
    parts: list[str] = []
    parts.append(f"{level} {page.id}\n\n{_title(page.title)} (severity: {page.severity})\n")
    parts.append(f"\n**What it does.** {page.what}\n\n**Why it is bad.** {page.why}\n\n**Fix.** {page.fix}\n")
    if page.bad:
        parts.append(f"\nWith this in production:\n\n```sql\n{page.production}\n```\n")
        parts.append(
            f"\nFound:\n\n```sql\n{_example(page.bad)}\n```\n\nNot found:\n\n```sql\n{_example(page.good)}\n```\n"
        )
    return parts


def _title(text: str) -> str:
    return text[:1].upper() + text[1:]


def _example(parts: tuple[str, ...]) -> str:
    return parts[0] if len(parts) == 1 else f"{parts[0]}\n-- and back:\n{parts[1]}"
