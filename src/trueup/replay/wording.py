"""How a refused statement is told: message and help."""

from __future__ import annotations

from trueup.finding import Evidence
from trueup.ref import ObjectRef
from trueup.replay.layers import Layer
from trueup.replay.makers import Maker, group_of
from trueup.replay.model import ServerError
from trueup.sqltext.model import Statement

_SCHEMALESS = frozenset(
    {"schema", "extension", "role", "publication", "event trigger", "server", "language", "foreign data wrapper"}
)
_WITHOUT_TARGET = {
    "DoStmt": "a DO block",
    "SelectStmt": "a SELECT",
    "IndexStmt": "an index without a name",
    "GrantStmt": "a GRANT",
    "DropStmt": "a DROP",
    "AlterDefaultPrivilegesStmt": "an ALTER DEFAULT PRIVILEGES",
}
_DOES = {
    "InsertStmt": "an INSERT into",
    "UpdateStmt": "an UPDATE of",
    "DeleteStmt": "a DELETE from",
    "CopyData": "a COPY into",
    "CopyStmt": "a COPY of",
    "AlterTableStmt": "an ALTER TABLE of",
    "GrantStmt": "a GRANT on",
    "CommentStmt": "a COMMENT on",
    "DropStmt": "a DROP of",
    "RenameStmt": "a RENAME of",
    "AlterOwnerStmt": "a change of the owner of",
}


def subject_of(statement: Statement) -> str:
    """What a sentence about a statement begins with: ``policy "Own rows" on public.t``, ``an INSERT into public.t``."""
    target = resolved(statement.target)
    if target is None:
        return _WITHOUT_TARGET.get(statement.kind, "a statement")
    does = _DOES.get(statement.kind)
    return f"{does} {target.qualified}" if does else str(target)


def resolved(ref: ObjectRef | None) -> ObjectRef | None:
    """A target with the schema that the text left out: ``public``, as on every server that nobody set otherwise."""
    if ref is None or ref.schema or ref.kind in _SCHEMALESS:
        return ref
    return ObjectRef(ref.kind, "public", ref.name)


def missing_ref(layer: Layer) -> ObjectRef | None:
    """The ref of what is missing, for grouping and for `Finding.subject`."""
    fault = layer.fault
    if not fault.kind or not fault.name or not fault.rule.startswith("missing-"):
        return None
    kind = "table" if fault.kind == "relation" else fault.kind
    if fault.table:
        return ObjectRef(kind, fault.table[-2] if len(fault.table) > 1 else "", (fault.table[-1], fault.name[-1]))
    if kind == "column" and len(layer.tables) == 1:
        return ObjectRef(kind, layer.tables[0].schema, (layer.tables[0].name[0], fault.name[-1]))
    return ObjectRef(kind, fault.name[-2] if len(fault.name) > 1 else "", fault.name[-1:])


def what(layer: Layer) -> str:
    """``the column user_profiles.role``: what is missing, named."""
    ref = missing_ref(layer)
    if ref is None:
        return layer.error.message
    word = "relation" if group_of(ref.kind) == "relation" else ref.kind
    return f"the {word} {ref.qualified}"


def message(statement: Statement, layer: Layer, *, behind: str = "") -> str:
    """The message of a finding about one layer of a refused statement."""
    subject = subject_of(statement)
    subject = subject[0].upper() + subject[1:]
    prefix = f"Behind that ({behind}): " if behind else ""
    if layer.idiom is not None:
        return f"{prefix}{subject} is refused: {layer.idiom.message}."
    if layer.fault.rule.startswith("missing-") and missing_ref(layer) is not None:
        return f"{prefix}{subject} is refused: {what(layer)} does not exist{_meant(layer)}."
    return f"{prefix}{subject} is refused: {layer.error.message}."


def _meant(layer: Layer) -> str:
    if layer.overloads:
        return f" here by this name with these arguments; there is {' and '.join(layer.overloads[:4])}"
    if not layer.likely:
        return ""
    names = " or ".join(ref.qualified for ref in layer.likely[:3])
    return f"; {names} is likely meant" if len(layer.likely) < 2 else f"; {names} may be meant"


def help_for(layer: Layer, provider: Maker | None) -> str:
    """One sentence on what to do."""
    if layer.idiom is not None:
        return layer.idiom.help
    elsewhere = {name.partition(".")[0] for name in layer.overloads} - {"public", "pg_catalog"}
    if layer.overloads and len(elsewhere) == 1 and len(layer.fault.name) == 1:
        schema = elsewhere.pop()
        return f"Write {schema}.{layer.fault.name[0]}(...), or have {schema} on the search_path that holds there."
    if layer.likely:
        return f"Write {layer.likely[0].qualified}." if len(layer.likely) == 1 else "Write the name that is meant."
    if provider is not None:
        return f"{provider.unit} makes it ({provider.statement.origin}): run that first."
    if layer.error.hint:
        return layer.error.hint
    return _HELP.get(layer.fault.rule, "")


_HELP = {
    "missing-relation": "Create it first, or correct the name.",
    "missing-column": "Add the column first, or correct the name.",
    "missing-function": "Create the function first, or correct its name or arguments.",
    "missing-type": "Create the type first, or correct the name.",
    "missing-schema": "Create the schema first: CREATE SCHEMA IF NOT EXISTS ...",
    "missing-role": "Create the role first.",
    "missing-extension": "Install the extension on the server, or leave it out.",
    "missing-policy": "Write DROP POLICY IF EXISTS.",
    "missing-trigger": "Write DROP TRIGGER IF EXISTS.",
    "missing-constraint": "Write DROP CONSTRAINT IF EXISTS.",
    "missing-index": "Write DROP INDEX IF EXISTS.",
    "already-exists": "Write IF NOT EXISTS, OR REPLACE, or DROP ... IF EXISTS first, whichever the object allows.",
    "insufficient-privilege": "The role that runs this has no such right, as on a hosted platform.",
    "new-enum-value-in-same-transaction": "Put the ALTER TYPE into a migration of its own, before this one.",
    "not-in-a-transaction": "Put the statement into a file of its own: its runner wraps a file in one transaction.",
    "rows-refused": "Mend the rows, or the constraint that they break.",
    "statement-too-slow": "Data of this size doesn't belong in a schema file.",
    "no-matching-unique-constraint": "Make a unique constraint or index on just these columns.",
    "others-depend-on-it": "Drop what depends on it first, or write CASCADE.",
}


def evidence(error: ServerError, after: str = "") -> Evidence:
    """The server's own words."""
    parts = [error.message, error.detail and f"DETAIL: {error.detail}", error.hint and f"HINT: {error.hint}"]
    text = "\n".join(part for part in parts if part)
    return Evidence(kind="server", text=f"{after}: {text}" if after else text, sqlstate=error.sqlstate)
