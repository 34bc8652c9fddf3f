"""Where in a file a part of a function's body stands."""

from __future__ import annotations

import postgast

from trueup.catalog.model import Function
from trueup.origin import Origin
from trueup.ref import ObjectRef
from trueup.replay.model import Outcome
from trueup.rules.bodies.message import Missing
from trueup.rules.bodies.programs import Program
from trueup.rules.bodies.run import BodyProblem
from trueup.rules.bodies.tokens import tokenize
from trueup.rules.context import RuleContext


def offset_of(problem: BodyProblem, missing: Missing | None) -> int:
    """Where in the problem's part the trouble stands: the server's position, else the missing name's token, else 0."""
    if problem.position >= 0:
        return problem.position
    if missing is None:
        return 0
    try:
        tokens = tokenize(problem.part.text)
    except postgast.PgQueryError:
        return 0
    hits = [t for t in tokens if t.name == missing.name]
    for number, token in enumerate(tokens):
        if token in hits and number > 1 and missing.parent and tokens[number - 2].name == missing.parent:
            return token.start
    if not hits:
        text = next((t for t in tokens if t.string and missing.name in t.text), None)
        return text.start + text.text.index(missing.name) if text else 0
    return hits[0].start


def body_origin(context: RuleContext, function: Function, offset: int) -> Origin | None:
    """The file, line and column of a character of a function's body; the function's own where the text isn't there."""
    program = context.facts.bodies.programs.get(function.ref)
    if program is not None:
        return _in_program(program, offset)
    outcome = context.shared("function statements", _statements).get(function.ref)
    if outcome is None or function.body is None:
        return context.origin(function.ref)
    statement = outcome.statement
    begin = statement.sql.find(function.body)
    if begin < 0:
        return statement.origin
    return origin_at(statement.origin, statement.sql, begin + offset)


def _in_program(program: Program, offset: int) -> Origin | None:
    statement = program.statement
    if statement is None:
        return None
    begin = statement.sql.find(program.text)
    if begin < 0:
        return statement.origin
    return origin_at(statement.origin, statement.sql, begin + max(0, offset - program.before))


def origin_at(start: Origin, text: str, offset: int) -> Origin:
    """The place of a character of a text that begins at `start`."""
    before = text[:offset]
    lines = before.count("\n")
    column = len(before) - before.rfind("\n") if lines else start.column + len(before)
    return Origin(file=start.file, line=start.line + lines, column=column, section=start.section)


def _statements(context: RuleContext) -> dict[ObjectRef, Outcome]:
    """Function to the last statement that made it what it is."""
    return {
        ref: outcome
        for outcome in context.outcomes
        if outcome.ok
        for ref in (*outcome.created, *outcome.altered)
        if ref.kind in {"function", "procedure"} and outcome.statement.kind in {"CreateFunctionStmt", "DoStmt"}
    }
