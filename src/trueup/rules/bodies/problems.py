"""From what the server refused in bodies to findings: sorted by kind, without what is no fault, each with its place."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from trueup.catalog.model import Function
from trueup.finding import Evidence, Finding, Severity
from trueup.rules.bodies.excuses import Excuses
from trueup.rules.bodies.message import Missing, missing_from
from trueup.rules.bodies.place import body_origin, offset_of
from trueup.rules.bodies.programs import COMMAND, DO_BLOCK
from trueup.rules.bodies.run import BodyProblem
from trueup.rules.bodies.texts import normal, tokens_of
from trueup.rules.context import RuleContext
from trueup.rules.likely import likely
from trueup.rules.model import Rule

_KINDS = {
    "42P01": "table",
    "3F000": "table",
    "42703": "column",
    "42883": "function",
    "42704": "type",
}
# Class 22 only where the planner meets a constant that the type refuses; class 42 is what parse analysis refuses.
_ALSO = frozenset({"22P02", "428C9", "42P10", "42P20"})
_DROPPABLE = frozenset({"table", "view", "materialized view", "foreign table", "column", "function", "enum", "domain"})
_NAMED: defaultdict[str, frozenset[str]] = defaultdict(
    frozenset,
    table=frozenset({"table", "view", "materialized view", "foreign table"}),
    type=frozenset({"enum", "domain", "composite type", "range type", "table"}),
)
_NEVER = frozenset({"42501", "42P07", "42P18", "42710", "42723", "42P06", "42809"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A problem that stands: its kind (``table``, ``column``, ``function``, ``type``, ``field``, ``result``,
    ``destination``, ``fails``) and the name that is missing, if one is."""

    kind: str
    problem: BodyProblem
    missing: Missing | None


def judge(context: RuleContext) -> tuple[Judged, ...]:
    """All problems of a context that are faults of the schema."""
    excuses = Excuses(context)
    found = []
    for problem in context.facts.bodies.problems:
        kind = _kind(problem)
        if kind is None:
            continue
        missing = missing_from(problem)
        if problem.function.kind == DO_BLOCK and (missing is None or _was_there(context, missing)):
            continue
        if problem.function.kind == COMMAND:
            kind = "command"
        if not excuses.holds(problem, missing):
            found.append(Judged(kind=kind, problem=problem, missing=missing))
    return tuple(found)


def _was_there(context: RuleContext, missing: Missing) -> bool:
    """Whether something of the name was there at some time: a DO block ran once, at its own place in the files."""
    names = context.shared("names of all times", _names_of_all_times)
    return missing.name in names or missing.name in context.facts.function_names


def _names_of_all_times(context: RuleContext) -> frozenset[str]:
    refs = {*context.catalog.objects, *context.catalog.platform_objects, *context.provenance}
    for outcome in context.outcomes:
        refs.update(outcome.created, outcome.dropped, (old for old, _ in outcome.renamed))
    return frozenset(name for ref in refs for name in ref.name)


def _kind(problem: BodyProblem) -> str | None:
    state = problem.sqlstate
    if problem.kind == "no destination":
        return "destination"
    if problem.kind == "result":
        return "result" if state == "42804" else None
    if problem.kind == "makes" and state not in _KINDS:
        return None  # it fails for what the body did before, or another run left behind
    if state in _NEVER or not (state[:2] == "42" or state in _KINDS or state in _ALSO):
        return None
    if state == "42601" and problem.kind != "body" and problem.message.startswith("syntax error"):
        return None  # PL/pgSQL checks that itself when the function is made
    if problem.message.startswith('record "'):
        return "field" if problem.message.startswith(('record "new"', 'record "old"')) else "column"
    if state == "42883" and problem.message.startswith("operator does not exist"):
        return "fails"
    return _KINDS.get(state, "fails")


def findings(context: RuleContext, rule: Rule, *kinds: str) -> Iterator[Finding]:
    """The findings of one rule: the problems of these kinds."""
    seen: Counter[tuple[object, ...]] = Counter()
    for judged in context.shared("judged bodies", judge):
        if judged.kind in kinds:
            key = (judged.problem.function, judged.problem.message, normal(judged.problem.part.text))
            seen[key] += 1
            yield _finding(context, rule, judged, again=f" #{seen[key]}" if seen[key] > 1 else "")


def _finding(context: RuleContext, rule: Rule, judged: Judged, again: str) -> Finding:
    problem, missing = judged.problem, judged.missing
    program = context.facts.bodies.programs.get(problem.function)
    function = program.function if program else context.catalog.objects[problem.function]
    assert isinstance(function, Function)
    offset = offset_of(problem, missing)
    origin = body_origin(context, function, problem.part.start + offset)
    line = (function.body or "")[: problem.part.start + offset].count("\n") + 1
    hidden = "exception: others" in problem.guards
    name = program.title if program else problem.function.qualified
    message = f"{name}, line {line} of its body: {_sentence(problem)}"
    if problem.tables:
        message += f" (as trigger on {', '.join(t.qualified for t in problem.tables)})"
    message += "; its handler for OTHERS hides the error." if hidden else _when(problem)
    owner = f"{program.title} " if program else ""
    evidence = Evidence(kind="server", text=problem.message, sqlstate=problem.sqlstate)
    return context.finding(
        rule,
        None if program else problem.function,
        message,
        _help(context, judged),
        origin=origin,
        severity=Severity.WARNING if hidden and rule.severity is Severity.ERROR else rule.severity,
        evidence=(evidence, *_dropped(context, missing)),
        related=problem.tables,
        subject=f"{owner}{problem.kind} {problem.message} {normal(problem.part.text)}{again}",
    )


def _sentence(problem: BodyProblem) -> str:
    return problem.message + (f" ({problem.detail.rstrip('.')})" if problem.detail else "")


def _when(problem: BodyProblem) -> str:
    if problem.function.kind == COMMAND:
        return "; it fails each time that it runs."
    return "; it fails whenever it is called." if problem.kind == "body" else "; it fails whenever it comes to this."


def _help(context: RuleContext, judged: Judged) -> str:
    problem, missing = judged.problem, judged.missing
    kind = _kind(problem) or judged.kind
    if kind == "function" and missing:
        return _function_help(context, problem, missing)
    if "Perhaps you meant" in problem.hint:
        return problem.hint
    if missing is None:
        return problem.hint
    elsewhere = sorted(
        ref.qualified for ref in context.catalog.objects if ref.kind in _NAMED[kind] and ref.name[0] == missing.name
    )
    if elsewhere:
        return f"There is {', '.join(elsewhere)}: name its schema."
    meant = likely(missing.name, _candidates(context, kind, missing, problem))
    if meant is None:
        return f"Nothing of a similar name is there: create {missing.name}, or take the reference out."
    return f"Probably {meant} is meant."


def _candidates(context: RuleContext, kind: str, missing: Missing, problem: BodyProblem) -> Iterator[str]:
    wanted = _NAMED[kind]
    if wanted:
        yield from (ref.name[0] for ref in context.catalog.objects if ref.kind in wanted)
        return
    parents = _parents(context, kind, missing, problem)
    for ref in context.catalog.objects:
        if ref.kind == "column" and (not parents or ref.name[0] in parents):
            yield ref.name[1]


def _parents(context: RuleContext, kind: str, missing: Missing, problem: BodyProblem) -> set[str]:
    """The relations whose columns may be meant; none for any.

    Those of the trigger; the relation that the message names; for a record variable, what its function's body names.
    """
    if kind == "field":
        return {table.name[0] for table in problem.tables}
    relations = {ref.name[0] for ref in context.catalog.objects if ref.kind in _NAMED["table"]}
    if missing.parent in relations:
        return {missing.parent}
    program = context.facts.bodies.programs.get(problem.function)
    function = program.function if program else context.catalog.objects.get(problem.function)
    body = function.body if isinstance(function, Function) else None
    return relations & {token.name for token in tokens_of(body or "")}


def _function_help(context: RuleContext, problem: BodyProblem, missing: Missing) -> str:
    same = [f.ref.qualified for f in context.functions if f.ref.name[0] == missing.name]
    if same:
        return f"There is {', '.join(sorted(same))}: give it those arguments, with casts where they are needed."
    if problem.hint and missing.name in context.facts.function_names:
        return problem.hint
    meant = likely(missing.name, (f.ref.name[0] for f in context.functions))
    if meant:
        return f"Probably {meant} is meant."
    return f"No function of a similar name is there: create {missing.name}, or take the call out."


def _dropped(context: RuleContext, missing: Missing | None) -> Iterator[Evidence]:
    """Where the missing thing was dropped, if the text says so: once for each place."""
    if missing is None:
        return
    told = set()
    for ref, places in context.provenance.items():
        if not places.dropped or ref in context.catalog.objects or missing.schema not in {None, ref.schema}:
            continue
        name = ref.name[-1] if ref.kind == "column" else ref.name[0]
        if missing.name == name and ref.kind in _DROPPABLE and places.dropped not in told:
            told.add(places.dropped)
            yield Evidence(kind="text", text=f"{ref} is dropped here", origin=places.dropped)
