"""NOT NULL of columns: since 18 a constraint with a name, which is in the clause, or is added and changed by itself."""

from __future__ import annotations

from trueup.catalog.model import Column
from trueup.plan import sql
from trueup.plan.kinds.base import EXCLUSIVE, SHARE_UPDATE, step
from trueup.plan.kinds.column_text import parent_column, relation, target
from trueup.plan.scope import Delta, Scope
from trueup.step import Hazard, Step


def clause(column: Column, scope: Scope) -> str:
    """As it stands in a column's clause, with its name where the server would choose another one."""
    suffix = " NO INHERIT" if column.not_null_no_inherit else ""
    automatic = column.not_null_name == automatic_name(column)
    if column.not_null_name and (not automatic or _name_is_taken(column, scope)):
        return f"CONSTRAINT {sql.quote(column.not_null_name)} NOT NULL{suffix}"
    return f"NOT NULL{suffix}"


def _name_is_taken(column: Column, scope: Scope) -> bool:
    """Whether the server would choose another name, because another constraint of the schema has this one."""
    return (column.ref.schema, column.not_null_name or "") in scope.taken_names


def automatic_name(column: Column) -> str:
    """The name that the server gives a NOT NULL constraint, where it needs no shortening."""
    return f"{column.table.name[0]}_{column.ref.name[1]}_not_null"


def not_valid(column: Column) -> str:
    """ADD CONSTRAINT ... NOT VALID: for new rows alone."""
    named = column.not_null_name or automatic_name(column)
    return (
        f"{relation(column, only=False)} ADD CONSTRAINT {sql.quote(named)} "
        f"NOT NULL {sql.quote(column.ref.name[1])} NOT VALID;"
    )


def comment(column: Column) -> str:
    """COMMENT ON CONSTRAINT."""
    text = "NULL" if column.not_null_comment is None else sql.literal(column.not_null_comment)
    return f"COMMENT ON CONSTRAINT {sql.quote(column.not_null_name or '')} ON {sql.name(column.table)} IS {text};"


def own_clause(column: Column, scope: Scope) -> str | None:
    """An INHERITS child's NOT NULL under a name of its own, for CREATE TABLE; without it the parent's name is taken."""
    above = parent_column(column, scope)
    named = column.not_null_name
    if above is None or not named or not column.not_null_valid or not above.not_null or named == above.not_null_name:
        return None
    return f"CONSTRAINT {sql.quote(named)} NOT NULL {sql.quote(column.ref.name[1])}"


def change(delta: Delta, scope: Scope) -> list[Step]:
    """What takes a column that stays from one state of NOT NULL to the other."""
    old, new = delta.old, delta.new
    steps: list[Step] = []
    at = target(new, only=False)
    if new.not_null and not old.not_null:
        if not new.not_null_valid:
            steps.append(step(not_valid(new), new.ref, "NOT NULL for new rows", lock=EXCLUSIVE))
        else:
            steps += _by_way_of_a_check(new, _set_not_null(new, at), scope)
    elif old.not_null and not new.not_null:
        steps.append(step(f"{at} DROP NOT NULL;", new.ref, "NULL is allowed", lock=EXCLUSIVE))
    elif new.not_null:
        steps += _details(delta, scope)
    if "not_null_comment" in delta and new.not_null_name:
        steps.append(step(comment(new), new.ref, "its comment"))
    return steps


def _by_way_of_a_check(new: Column, last: Step, scope: Scope) -> list[Step]:
    """SET NOT NULL reads all rows while nobody else may, unless a valid CHECK says so already (manual, ALTER TABLE)."""
    options = scope.options
    if not (options.online and not options.transaction and scope.is_large(new.table)):
        return [last]
    name = sql.quote(f"trueup_{new.ref.name[1]}"[:40] + "_is_not_null")
    table, ref = relation(new, only=False), new.ref
    check = f"{table} ADD CONSTRAINT {name} CHECK ({sql.quote(new.ref.name[1])} IS NOT NULL) NOT VALID;"
    rows = [Hazard.MAY_FAIL_ON_ROWS]
    return [
        step(check, ref, "no new NULL; the rows that are there are read next, and block nobody", lock=EXCLUSIVE),
        step(f"{table} VALIDATE CONSTRAINT {name};", ref, "read the rows", lock=SHARE_UPDATE, scans=True, hazards=rows),
        step(last.sql, ref, f"{last.reason}; the check spares the reading", lock=EXCLUSIVE),
        step(f"{table} DROP CONSTRAINT {name};", ref, "it has done its work", lock=EXCLUSIVE),
    ]


def _set_not_null(new: Column, at: str) -> Step:
    automatic = not new.not_null_name or new.not_null_name == automatic_name(new)
    if automatic and not new.not_null_no_inherit:
        text = f"{at} SET NOT NULL;"
    else:
        suffix = " NO INHERIT" if new.not_null_no_inherit else ""
        named = new.not_null_name or automatic_name(new)
        what = f"NOT NULL {sql.quote(new.ref.name[1])}{suffix}"
        text = f"{relation(new, only=False)} ADD CONSTRAINT {sql.quote(named)} {what};"
    rows = [Hazard.MAY_FAIL_ON_ROWS]
    return step(text, new.ref, "NULL is refused", lock=EXCLUSIVE, scans=True, hazards=rows)


def _details(delta: Delta, scope: Scope) -> list[Step]:
    old, new = delta.old, delta.new
    if not old.not_null_name or not new.not_null_name:
        return []
    steps = []
    table = relation(new, only=False)
    if "not_null_name" in delta and (not old.inherited or scope.is_detached(new.table)):
        text = f"{table} RENAME CONSTRAINT {sql.quote(old.not_null_name)} TO {sql.quote(new.not_null_name)};"
        steps.append(step(text, new.ref, "name of its NOT NULL constraint", lock=EXCLUSIVE))
    named = sql.quote(new.not_null_name)
    if "not_null_no_inherit" in delta:
        word = "NO INHERIT" if new.not_null_no_inherit else "INHERIT"
        steps.append(step(f"{table} ALTER CONSTRAINT {named} {word};", new.ref, "NOT NULL of children", lock=EXCLUSIVE))
    if new.not_null_valid and not old.not_null_valid:
        text = f"{table} VALIDATE CONSTRAINT {named};"
        steps.append(step(text, new.ref, "check the rows", lock=SHARE_UPDATE, hazards=[Hazard.MAY_FAIL_ON_ROWS]))
    if old.not_null_valid and not new.not_null_valid:
        steps.append(
            step(f"{target(new, only=False)} DROP NOT NULL;", new.ref, "NOT NULL is made anew", lock=EXCLUSIVE)
        )
        steps.append(step(not_valid(new), new.ref, "NOT NULL for new rows", lock=EXCLUSIVE))
    return steps
