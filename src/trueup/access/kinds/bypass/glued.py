"""SQL injection: a text that a function of its owner's rights glues into a statement, ended with a quote of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from trueup.access.acting import Actor
from trueup.access.arguments import Call, calls_of, runs_text
from trueup.access.fixes import remedies
from trueup.access.kinds.bypass.routines import callable_routines
from trueup.access.knowledge import Secrets, secrets_of
from trueup.access.proofs import Line
from trueup.access.study import Claim, Study, where_is
from trueup.finding import Severity
from trueup.seeding.engine import Result, Task
from trueup.seeding.schema import Relation, Routine, literal

# Each leaves a statement that is whole and whose condition is true, whether or not it stands in quotes or brackets.
_OPENINGS = (
    "' OR true OR 'a' = '",
    "NULL OR true OR NULL",
    "') OR true OR ('a' = '",
    "NULL) OR true OR (NULL",
    "' OR true --",
    "NULL OR true --",
)
_QUOTE = "'"
_TEXTS = frozenset({"text", "varchar", "citext", "bpchar"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Glue:
    """A text argument of a function, by its place and name."""

    routine: Routine
    index: int
    name: str


def find(study: Study) -> Iterator[Claim]:
    """Claims about functions that run text and can be called; none of what their calls have shown already."""
    told = {claim.ref for claim in study.claims if claim.rule == "function-bypasses-rls"}
    tables = [r for r in study.relations if r.is_table and not r.partition]
    for actor in study.attackers:
        routines = [r for r in callable_routines(study, actor) if r.definer and runs_text(r) and r.ref not in told]
        secrets = secrets_of(study, actor, tables) if routines else Secrets()
        for routine in routines:
            glues = list(_glues(study, routine)) if routine.kind == "f" else []
            claim = next((c for glue in glues if (c := _opened(study, actor, glue, secrets))), None)
            claim = claim or next((c for glue in glues if (c := _broken(study, actor, glue))), None)
            if claim is not None:
                told.add(routine.ref)
                yield claim


def _glues(study: Study, routine: Routine) -> Iterator[Glue]:
    for index, oid in enumerate(routine.types):
        type_ = study.schema.types.get(oid)
        if type_ is not None and type_.plain in _TEXTS:
            name = routine.names[index] if index < len(routine.names) else ""
            yield Glue(routine=routine, index=index, name=name or f"${index + 1}")


def _called(study: Study, actor: Actor, glue: Glue, texts: tuple[str, ...]) -> list[tuple[Call, Result]]:
    """Calls with each of the texts in the argument's place, the others as a caller would fill them."""
    first = calls_of(study, actor, glue.routine)[0]
    calls = []
    for text in texts:
        given = list(first.arguments)
        given[glue.index] = literal(text)
        calls.append(replace(first, arguments=tuple(given)))
    wrapped = [f"SELECT jsonb_agg(to_jsonb(x.*)) FROM ({call.sql}) x" for call in calls]
    results = study.running.run([Task(actions=(study.action(actor, sql, rows=True),)) for sql in wrapped])
    return [(call, found[0]) for call, found in zip(calls, results, strict=True)]


def _opened(study: Study, actor: Actor, glue: Glue, secrets: Secrets) -> Claim | None:
    """A condition of the caller's own makes it hand out rows that are hidden."""
    plain = _called(study, actor, glue, ("x",))[0][1]
    known = set(secrets.leaked(plain.value)) if plain.ok else set()
    for call, result in _called(study, actor, glue, _OPENINGS):
        leaked = {p: r for p, r in secrets.leaked(result.value).items() if p not in known} if result.ok else {}
        # An account's id stands in the account and in what refers to it, too: the table of most values was shown.
        of = Counter(p[0] for p in leaked)
        ranked = sorted(leaked, key=lambda p: (study.schema.relations[p[0]].is_platform, -of[p[0]], p))
        place = next((p for p in ranked if study.schema.relations[p[0]].is_table), None)
        if place is None:
            continue
        table, row = study.schema.relations[place[0]], leaked[place]
        held = str(row.values[place[1]])
        lines = []
        if study.rights(actor, table).select:
            direct = f"SELECT count(*) FROM {table.sql} WHERE {where_is(table, row)}"
            lines.append(Line(sql=direct, value="0", comment="Directly the row is hidden."))
        sql = f"SELECT count(*) FROM ({call.sql}) x WHERE to_jsonb(x.*)::text LIKE {literal('%' + held + '%')}"
        lines.append(Line(sql=sql, at_least=1, comment=f"A condition in {glue.name} shows it."))
        what = f"which shows rows of {table.ref.qualified} that its policies hide"
        return _claim(study, actor, glue, what, lines, table)
    return None


def _broken(study: Study, actor: Actor, glue: Glue) -> Claim | None:
    """A lone quote reaches the parser: the statement is refused as no SQL."""
    (_, plain), (call, result) = _called(study, actor, glue, ("x", _QUOTE))
    is_parsers = result.state == "42601" and "quoted" in result.message and "jsonpath" not in result.message
    # Without the quote it may be no SQL either, for what else is glued in.
    if not is_parsers or (plain.state == "42601" and "quoted" in plain.message):
        return None
    line = Line(sql=call.sql, refused="42601", comment=f"A lone quote in {glue.name} breaks the statement.")
    what = f"so that a lone quote in it breaks the statement ({result.message})"
    return _claim(study, actor, glue, what, [line], None)


def _claim(study: Study, actor: Actor, glue: Glue, what: str, lines: list[Line], table: Relation | None) -> Claim:
    routine = glue.routine
    who = actor.name
    if study.platform == "supabase":
        who = "anyone, without an account," if actor.principal.role == "anon" else "any signed-in user"
    message = (
        f"{routine.ref.qualified} lets {who} run SQL with its owner's rights: it glues {glue.name} into the text of a "
        f"statement, {what}."
    )
    read, written = study.routine_tables(routine)
    tables = sorted({*read, *written, *([table.oid] if table is not None else [])})
    return Claim(
        rule="sql-injection",
        severity=Severity.ERROR,
        ref=routine.ref,
        subject=glue.name,
        message=message,
        help="Hand values over with USING; put names in with format('%I', ...).",
        related=(table.ref,) if table is not None else (),
        proof=study.proof(message, actor, tables, lines),
        remedies=remedies.close_routine(routine, {a.principal.role for a in study.attackers}),
        tables=(table.oid,) if table is not None else (),
    )
