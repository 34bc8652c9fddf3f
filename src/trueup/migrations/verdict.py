"""From what was measured to a verdict and one sentence. Pure: nothing here talks to a server."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from trueup.catalog.model import Catalog
from trueup.diff.model import Change, ChangeKind, Drift
from trueup.finding import Evidence
from trueup.migrations.attempt import NEW_ENUM_VALUE, ROWS, Attempt
from trueup.migrations.model import VerdictKind
from trueup.migrations.presence import Presence, met_existing
from trueup.migrations.reading import field_text
from trueup.migrations.repeatable import ALREADY_GONE, ALREADY_THERE
from trueup.migrations.wants import Wants, asked_for
from trueup.ref import ObjectRef
from trueup.replay.model import ServerError
from trueup.sqltext.locate import place

_OF_THE_SERVER = frozenset({"CREATE ROLE", "ALTER ROLE", "DROP ROLE", "GRANT ROLE", "REVOKE ROLE"})
_BY_ROWS = ("23", "22")  # a constraint that rows break, a value that a type does not take
_HOLDS_DATA = frozenset({"table", "column", "materialized view"})
# What a scratch server can't have: no judgement on the migration (manual, appendix A).
_NOT_HERE = frozenset({"58P01", "57014", "53200", "53100", "54000", "08006"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What was measured of one migration.

    Args:
        attempt: its last run in the course; `alone`: its run on production as it is.
        effect: what the run changed, or None where it did not run.
        presence: what of it is there already, where that was looked at.
        explained: objects that differ or are missing because a later migration of the folder changes or drops them.
        needed_by: pending migrations that need what it makes.
        waits_for: later migrations (in the tool's order) that it can only run after.
        undone_by: the pending migration that takes all of its effect back, or "".
        shared: pending migrations that change the same objects, where nothing at the end is its own alone.
        shared_needed: whether one of those is needed.
        circle: refused migrations that wait for it as it waits for them.
        lost: what it drops of production's under another name.
        overlaid: whether another pending one changes what it makes, so that the end says nothing of it.
    """

    attempt: Attempt
    alone: Attempt | None = None
    effect: Drift | None = None
    presence: Presence | None = None
    explained: frozenset[ObjectRef] = frozenset()
    needed_by: tuple[str, ...] = ()
    waits_for: tuple[str, ...] = ()
    undone_by: str = ""
    shared: tuple[str, ...] = ()
    shared_needed: bool = False
    circle: tuple[str, ...] = ()
    lost: tuple[ObjectRef, ...] = ()
    overlaid: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The verdicts, the first of which leads, the reason and its evidence."""

    verdicts: tuple[VerdictKind, ...]
    reason: str
    evidence: tuple[Evidence, ...] = ()


def judge(facts: Facts, wants: Wants) -> Judged:
    """The verdict on one migration."""
    if not any(s.kind != "TransactionStmt" for s, _ in facts.attempt.ran) and facts.attempt.ok:
        return Judged(verdicts=(VerdictKind.NO_EFFECT,), reason="The file holds no statement.")
    judged = _ran(facts, wants) if facts.attempt.ok else _refused(facts)
    destroyed = _destroyed(facts, wants.production) if facts.attempt.ok else ()
    if not destroyed:
        return judged
    kinds = tuple(sorted({*judged.verdicts, VerdictKind.DESTRUCTIVE}, key=list(VerdictKind).index))
    words = f"Rows are lost: it {_list(destroyed)}."
    return Judged(
        verdicts=kinds,
        reason=f"{judged.reason} {words}",
        evidence=(Evidence(kind="transcript", text=words), *judged.evidence),
    )


def _ran(facts: Facts, wants: Wants) -> Judged:
    """The verdict on one that ran through."""
    effect, presence = facts.effect, facts.presence
    changes = effect.counted if effect is not None else ()
    own = {c.ref for c in changes}
    shadowed = [c for c in _real(presence.differing, facts) if c.ref not in own] if presence is not None else []
    verdicts: list[VerdictKind] = []
    evidence = [_shadow_evidence(c) for c in shadowed] + _overwrites(changes, wants)
    if shadowed or any(e.kind == "catalog" and e.text.startswith("overwrites") for e in evidence):
        verdicts.append(VerdictKind.SHADOWED)
    if not changes:
        kind, reason = _without_change(facts, wants, shadowed=bool(shadowed))
        return Judged(verdicts=(*verdicts, kind), reason=reason, evidence=tuple(evidence))
    skipped = [s for s, ran in facts.attempt.ran if met_existing(ran)]
    same = _replaced_the_same(facts, wants.production)
    if skipped or same:
        verdicts.append(VerdictKind.PARTLY_APPLIED)
    if facts.undone_by:
        verdicts.append(VerdictKind.OBSOLETE)
    needed = _why_needed(facts, wants)
    verdicts.append(VerdictKind.NEEDED if needed else VerdictKind.OPTIONAL)
    if facts.waits_for:
        verdicts.append(VerdictKind.BLOCKED)
    verdicts.sort(key=list(VerdictKind).index)
    what = _summary(changes)
    reason = f"It applies and {what}"
    reason += f"; {needed}" if needed else ", and nothing asks for that"
    reason += f". {_skipping(len(skipped), same)}" if skipped or same else "."
    if facts.waits_for:
        reason += f" It only runs after {_list(facts.waits_for)}, which sorts behind it."
    if facts.undone_by:
        reason += f" All of it is taken back by {facts.undone_by}."
    return Judged(verdicts=tuple(verdicts), reason=reason, evidence=tuple(evidence))


def _skipping(skipped: int, same: Sequence[ObjectRef]) -> str:
    parts = []
    if skipped:
        parts.append(f"{skipped} of its statements {'skips' if skipped == 1 else 'skip'} over what is there already")
    if same:
        parts.append(f"{len(same)} {'is' if len(same) == 1 else 'are'} replaced by the same")
    return " and ".join(parts).capitalize() + "."


def _without_change(facts: Facts, wants: Wants, *, shadowed: bool) -> tuple[VerdictKind, str]:
    """No change of its own at the end, and no error: there already, rows only, part of another's, or nothing."""
    if facts.undone_by:
        return VerdictKind.OBSOLETE, f"It applies, and all of it is taken back by {facts.undone_by}."
    if shadowed:
        return VerdictKind.NO_EFFECT, "It changes nothing: what it would make is there, but is not the same."
    alone = _only_folder(wants)
    seen = facts.presence
    equal_now = seen is not None and seen.equal and not seen.missing and not seen.differing and not seen.failed
    if equal_now and not facts.overlaid:
        return VerdictKind.ALREADY_APPLIED, "It runs, and leaves things as they are: all of it is there already."
    if facts.shared and facts.attempt.touched:
        words = f"It applies; what it changes is also made or changed by {_list(facts.shared[:3])}."
        return (VerdictKind.NEEDED if facts.shared_needed or alone else VerdictKind.OPTIONAL), words
    rows = [s for s, ran in facts.attempt.ran if ran.tag in ROWS]
    if rows or facts.attempt.written:
        count = f" ({len(rows)} statement{'s' if len(rows) > 1 else ''})" if rows else " (through what it calls)"
        words = f"It changes rows only{count}"
        if alone:
            return VerdictKind.NEEDED, words + "; nothing but the folder says what production should be."
        return VerdictKind.OPTIONAL, words + ", which no schema asks for."
    if any(ran.tag in _OF_THE_SERVER for _, ran in facts.attempt.ran):
        words = "It changes roles, which belong to the whole server"
        kind = VerdictKind.NEEDED if alone else VerdictKind.OPTIONAL
        return kind, words + ("; nothing but the folder asks for them." if alone else ", and no schema asks for them.")
    equal = len(facts.presence.equal) if facts.presence is not None else 0
    made = facts.attempt.touched or equal or any(met_existing(ran) for _, ran in facts.attempt.ran)
    if made:
        return VerdictKind.ALREADY_APPLIED, "It runs without an error and changes nothing: all of it is there already."
    return VerdictKind.NO_EFFECT, "It runs without an error and changes nothing in the catalog."


def _only_folder(wants: Wants) -> bool:
    """Whether nothing but the folder says what production should be."""
    return wants.declared is None and not wants.refs and not wants.names


def _why_needed(facts: Facts, wants: Wants) -> str:
    asked = asked_for(facts.effect, wants) if facts.effect is not None else ""
    if asked:
        return asked
    if facts.needed_by:
        return f"{_list(facts.needed_by)} {'need' if len(facts.needed_by) > 1 else 'needs'} what it makes"
    if _only_folder(wants):
        return "nothing but the folder says what production should be"
    return ""


def not_here(error: ServerError) -> bool:
    """Whether the scratch server could not try it: that is no judgement on the migration."""
    return error.sqlstate in _NOT_HERE or "is not available" in error.message


def _refused(facts: Facts) -> Judged:
    """The verdict on one that no order makes run."""
    failure = facts.attempt.failure
    assert failure is not None
    statement, error = failure
    where = place(statement, error.position) if error.position else statement.origin
    server = Evidence(kind="server", text=error.message, sqlstate=error.sqlstate, origin=where)
    at = f"line {where.line}"
    if not_here(error):
        return Judged(
            verdicts=(VerdictKind.NOT_EVALUATED,),
            reason=f"It could not be tried to its end: the scratch server says at {at}: {error.message}",
            evidence=(server,),
        )
    met = error.sqlstate in ALREADY_THERE | ALREADY_GONE or _rows_only(facts)
    if met and facts.presence is not None:
        return _against_existing(facts, facts.presence, server, at)
    said = f"{error.message} ({error.sqlstate})"
    reason = f"No order makes it work: production refuses it at {at}: {said}."
    if error.sqlstate == NEW_ENUM_VALUE:
        reason = f"It does not run as one transaction: production refuses it at {at}: {said}."
    elif facts.circle:
        wait = "waits" if len(facts.circle) == 1 else "wait"
        other = f"{_list(facts.circle)}, which {wait} for it"
        reason = f"No order makes it work: it waits for {other} (line {where.line}: {said})."
    elif error.sqlstate.startswith(_BY_ROWS):
        reason = f"No order makes it work: rows that are there stop it at {at}: {said}."
    return Judged(verdicts=(VerdictKind.BROKEN,), reason=reason, evidence=(server,))


def _against_existing(facts: Facts, presence: Presence, server: Evidence, at: str) -> Judged:
    """Refused because something is there already, or is gone already."""
    missing = tuple(r for r in presence.missing if r not in facts.explained)
    differs = _real(presence.differing, facts)
    there = server.sqlstate in ALREADY_THERE or _rows_only(facts)
    evidence = (server, *(_shadow_evidence(c) for c in differs))
    if presence.failed:
        other, ran = presence.failed[0]
        if ran.error is not None:
            evidence += (
                Evidence(kind="server", text=ran.error.message, sqlstate=ran.error.sqlstate, origin=other.origin),
            )
    if not missing and not differs and not presence.failed and (presence.equal or not there or _rows_only(facts)):
        return _applied(facts, presence, server, at)
    if not there:
        return Judged(
            verdicts=(VerdictKind.BROKEN,),
            reason=f"No order makes it work: production refuses it at {at}: {server.text} ({server.sqlstate}).",
            evidence=evidence,
        )
    verdicts = [VerdictKind.CONFLICTS]
    if presence.equal:
        verdicts.append(VerdictKind.PARTLY_APPLIED)
    parts = []
    if presence.equal:
        parts.append(f"{len(presence.equal)} of its objects are there already and equal")
    if differs:
        parts.append(f"{len(differs)} there and different ({differs[0].ref})")
    if missing:
        parts.append(f"{len(missing)} not there ({missing[0]})")
    return Judged(
        verdicts=tuple(verdicts),
        reason=f"Production refuses it at {at}: {server.text} ({server.sqlstate}). " + _sentence(", ".join(parts)),
        evidence=evidence,
    )


def _rows_only(facts: Facts) -> bool:
    """Whether what was refused is an INSERT of rows that are there."""
    failure = facts.attempt.failure
    return failure is not None and failure[0].kind == "InsertStmt" and failure[1].sqlstate == "23505"


def _applied(facts: Facts, presence: Presence, server: Evidence, at: str) -> Judged:
    later = bool(facts.explained & {*presence.missing, *(c.ref for c in presence.differing)})
    kinds = (VerdictKind.OBSOLETE, VerdictKind.ALREADY_APPLIED) if later and not presence.equal else ()
    count = len(presence.equal)
    all_of = "the object that it makes is" if count == 1 else f"all {count} objects that it makes are"
    words = f"{all_of} there and equal" if count else ""
    if later:
        words += "; " * bool(words) + "what differs was changed by later migrations of the folder"
    otherwise = "the rows that it writes are there already" if _rows_only(facts) else "what it removes is gone already"
    return Judged(
        verdicts=kinds or (VerdictKind.ALREADY_APPLIED,),
        reason=_sentence(words or otherwise) + f" Run again, it stops at {at}: {server.text}.",
        evidence=(server,),
    )


def _real(changes: Iterable[Change], facts: Facts) -> tuple[Change, ...]:
    return tuple(c for c in changes if c.ref not in facts.explained)


def _shadow_evidence(change: Change) -> Evidence:
    fields = "; ".join(field_text(f) for f in change.fields)
    return Evidence(kind="catalog", text=f"{change.ref} is there and differs: {fields}")


def _overwrites(changes: Sequence[Change], wants: Wants) -> list[Evidence]:
    """What it replaces although the declared schema has it as production has it."""
    found = []
    for change in changes:
        declared = wants.declared.objects.get(change.ref) if wants.declared is not None else None
        now = wants.production.objects.get(change.ref)
        if change.kind is ChangeKind.CHANGED and declared is not None and declared == now:
            fields = "; ".join(field_text(f) for f in change.fields)
            found.append(Evidence(kind="catalog", text=f"overwrites {change.ref}, which is as declared: {fields}"))
    return found


def _replaced_the_same(facts: Facts, production: Catalog) -> list[ObjectRef]:
    """Objects that CREATE OR REPLACE made anew as they were."""
    changed = {c.ref for c in facts.effect.changes} if facts.effect is not None else set()
    dropped = facts.attempt.dropped
    kinds = {"function", "procedure", "view", "trigger", "rule"}
    return sorted(
        r for r in facts.attempt.created if r.kind in kinds and r in production.objects and r not in changed | dropped
    )


def _destroyed(facts: Facts, production: Catalog) -> tuple[str, ...]:
    """What holds rows in production and is dropped or emptied, in words, with how many rows where that is known."""
    own = {r for r in facts.attempt.dropped if r.kind in _HOLDS_DATA and r in production.objects}
    gone = sorted(own | set(facts.lost))
    tables = {r.name[0] for r in gone if r.kind == "table"}
    words = [f"drops {r}{_rows(r, production)}" for r in gone if r.kind != "column" or r.name[0] not in tables]
    for statement, ran in facts.attempt.ran:
        target = statement.target
        if ran.ok and statement.kind == "TruncateStmt":
            words.append(f"empties a table (TRUNCATE at {statement.origin})")
        elif ran.ok and statement.kind == "DeleteStmt":
            words.append(f"deletes rows{f' of {target}' if target else ''} (at {statement.origin})")
    return tuple(words)


def _rows(ref: ObjectRef, production: Catalog) -> str:
    size = production.sizes.get(ObjectRef("table", ref.schema, ref.name[:1]))
    return f" (about {size.rows} rows)" if size is not None and size.rows >= 0 else ""


_VERBS = {
    ChangeKind.ADDED: "adds",
    ChangeKind.CHANGED: "changes",
    ChangeKind.REMOVED: "drops",
    ChangeKind.RENAMED: "renames",
}


_TELLING = ("schema", "table", "view", "materialized view", "column", "enum", "domain", "function", "policy", "trigger")


def _summary(changes: Sequence[Change]) -> str:
    """``adds table public.a and 3 more, changes column public.b.c``."""
    parts = []
    for kind, verb in _VERBS.items():
        refs = [c.ref for c in changes if c.kind is kind]
        if refs:
            first = min(refs, key=lambda r: (_TELLING.index(r.kind) if r.kind in _TELLING else len(_TELLING), r))
            parts.append(f"{verb} {first}" + (f" and {len(refs) - 1} more" if len(refs) > 1 else ""))
    return ", ".join(parts)


def _list(words: Sequence[str]) -> str:
    return ", ".join(words[:-1]) + " and " + words[-1] if len(words) > 1 else "".join(words)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:] + "." if words else ""
