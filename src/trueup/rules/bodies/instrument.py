"""A body made into checks: each embedded query stands in an EXPLAIN that PL/pgSQL itself resolves.

The instrumented function has the same parameters, labels and declarations. Each check is
`FOR trueup_row IN EXPLAIN <query> LOOP EXIT; END LOOP` in a block of its own, whose handler writes the server's error
to `pg_temp.trueup_report`. So variables, records, `NEW`, `FOUND`, shadowing and overloads are resolved by PL/pgSQL
itself (src/pl/plpgsql/src/pl_comp.c), and no statement of the body is executed, save CREATE TABLE and the like.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from trueup.rules.bodies.stream import Stream
from trueup.rules.bodies.tree import Block, Body, Choice, Declaration, Loop, Node, Simple, Slice

PLANNABLE = frozenset({"select", "with", "values", "table", "insert", "update", "delete", "merge", "("})
_MAKES = frozenset({"table", "view", "type", "sequence", "schema", "temp", "temporary", "unlogged", "local", "global"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that the server was asked.

    Args:
        part: the text, and where it begins in the body.
        kind: ``query``, ``dynamic`` (text of an EXECUTE), ``field`` (assignment to one), ``result`` (RETURN QUERY's
            columns), ``call``, ``no destination``.
        guards: conditions of the IFs around it, and handled conditions as ``exception: ...``.
    """

    part: Slice
    kind: str
    guards: tuple[str, ...] = ()


@dataclass(slots=True)
class Instrumented:
    """The instrumented block and what each check number means."""

    text: str = ""
    checks: list[Check] = field(default_factory=list)
    records: dict[str, int] = field(default_factory=dict)  # record variable -> how often it gets a structure
    dynamic: list[Slice] = field(default_factory=list)  # text expressions of EXECUTE
    created: list[str] = field(default_factory=list)  # CREATE statements of the body


def instrument(body: Body, *, result_set: bool) -> Instrumented:
    """The checks of a body; `result_set` says that RETURN QUERY's columns can be compared with the declared result."""
    writer = _Writer(result_set=result_set)
    writer.block(body.block, ())
    writer.out.text = "\n".join(writer.lines)
    return writer.out


class _Writer:
    def __init__(self, *, result_set: bool) -> None:
        self.out = Instrumented()
        self.lines: list[str] = []
        self._result_set = result_set
        self._cursors: dict[str, Slice] = {}

    def block(self, block: Block, guards: tuple[str, ...]) -> None:
        for number, declared in enumerate(block.declarations):
            self._initial(declared, block.declarations[:number], guards)
        if block.label:
            self.lines.append(f"<<{block.label}>>")
        self.lines.append("DECLARE")
        for declared in block.declarations:
            self._declare(declared)
        self.lines.append("BEGIN")
        handled = tuple(f"exception: {word}" for h in block.handlers for word in h.conditions)
        self.nodes(block.body, guards + handled)
        for handler in block.handlers:
            self.nodes(handler.body, guards)
        self.lines.append("END;")

    def _initial(self, declared: Declaration, before: tuple[Declaration, ...], guards: tuple[str, ...]) -> None:
        """A default, or a cursor's query, sees the variables that are declared before it, and not its own."""
        for part in (declared.default, declared.cursor_query):
            if part is not None:
                self.lines.append("DECLARE")
                self.lines += [f"{earlier.text};" for earlier in before]
                self.lines.append("BEGIN")
                self._ask(part, "query", guards, select=part is declared.default)
                self.lines.append("END;")

    def _declare(self, declared: Declaration) -> None:
        self.lines.append(f"{declared.text};")
        if declared.is_record:
            self.out.records.setdefault(declared.name, 0)
        if declared.cursor_query:
            self._cursors[declared.name] = declared.cursor_query

    def nodes(self, nodes: tuple[Node, ...], guards: tuple[str, ...]) -> None:
        for node in nodes:
            if isinstance(node, Block):
                self.block(node, guards)
            elif isinstance(node, Choice):
                self._choice(node, guards)
            elif isinstance(node, Loop):
                self._loop(node, guards)
            else:
                self._simple(node, guards)

    def _choice(self, choice: Choice, guards: tuple[str, ...]) -> None:
        if choice.subject:
            self._ask(choice.subject, "query", guards, select=True)
        seen = guards
        for arm in choice.arms:
            if arm.condition:
                subject = choice.subject
                text = f"({subject.text}) IN ({arm.condition.text})" if subject else arm.condition.text
                self._ask(Slice(text, arm.condition.start), "query", seen, select=True)
                seen = (*seen, (subject.text + " " if subject else "") + arm.condition.text)
            self.nodes(arm.body, seen)

    def _loop(self, loop: Loop, guards: tuple[str, ...]) -> None:
        for expression in loop.expressions if loop.kind != "dynamic" else ():
            self._ask(expression, "query", guards, select=True)
        if loop.label:
            self.lines.append(f"<<{loop.label}>>")
        if loop.kind == "integers":
            self.lines.append(f"DECLARE {loop.targets[0]} integer;")
        if loop.kind == "cursor":
            self.out.records.setdefault(loop.targets[0].lower(), 0)
            self.lines.append(f"DECLARE {loop.targets[0]} record;")
        self.lines.append("BEGIN")
        if loop.query and loop.kind == "query":
            self._ask(loop.query, "query", guards)
            self._shape(loop.targets, loop.query)
        elif loop.query and loop.kind == "dynamic":
            self._dynamic(loop.query, loop.expressions, guards)
            self._structured(loop.targets)
        elif loop.query and loop.kind == "cursor":
            query = self._cursors.get(loop.query.text.split("(")[0].strip().lower())
            if query:
                self._shape(loop.targets, query)
        guards_inside = (*guards, loop.expressions[0].text) if loop.kind == "while" else guards
        self.nodes(loop.body, guards_inside)
        self.lines.append("END;")

    def _simple(self, node: Simple, guards: tuple[str, ...]) -> None:
        match node.kind:
            case "sql" if node.query:
                self._sql(node, node.query, guards)
            case "perform" if node.query:
                self._ask(node.query, "query", guards, select=True)
            case "return query" if node.query:
                self._ask(node.query, "query", guards)
                if self._result_set and node.query.text.split(None, 1)[0].lower() in {"select", "values", "table"}:
                    self._guarded(Check(part=node.query, kind="result", guards=guards), _result(node.query))
            case "execute" if node.query:
                self._dynamic(node.query, node.expressions, guards)
                self._structured(node.targets)
            case "call" if node.query:
                self._ask(node.query, "call", guards, select=True)
            case "assign":
                self._assign(node, guards)
            case "fetch":
                self._structured(node.targets)
            case "expressions":
                for expression in node.expressions:
                    self._ask(expression, "query", guards, select=True)

    def _assign(self, node: Simple, guards: tuple[str, ...]) -> None:
        target = node.targets[0]
        for expression in node.expressions:
            self._ask(expression, "query", guards, select=True)
        self._structured(node.targets)
        if "." in target and "[" not in target:
            self._guarded(Check(part=Slice(target, node.start), kind="field", guards=guards), f"{target} := NULL;")

    def _sql(self, node: Simple, query: Slice, guards: tuple[str, ...]) -> None:
        words = [token.word or token.text for token in Stream(query.text).tokens_in(Slice(query.text, 0))[:4]]
        if not words:
            return
        if words[0] in PLANNABLE:
            if words[0] in {"select", "values", "table"} and not node.targets:
                self.out.checks.append(Check(part=query, kind="no destination", guards=guards))
            self._ask(query, "query", guards)
            if node.targets and words[0] == "select":
                self._shape(node.targets, query)
            else:
                self._structured(node.targets)
        elif (words[0] == "create" and _MAKES & set(words[1:3])) or words[:2] == ["alter", "table"]:
            self.out.created.append(query.text)
            empty = words[0] == "create" and _selects(query.text)
            self._quietly(f"{query.text}\n{' WITH NO DATA' if empty else ''};")

    def _dynamic(self, query: Slice, parameters: tuple[Slice, ...], guards: tuple[str, ...]) -> None:
        self.out.dynamic.append(query)
        tokens = Stream(query.text).tokens_in(Slice(query.text, 0))
        for parameter in parameters:
            self._ask(parameter, "query", guards, select=True)
        if len(tokens) != 1 or not tokens[0].string:
            self._ask(query, "query", guards, select=True)
            return
        words = tokens[0].text.lstrip("'$eE\n ").lower().split()[:3]
        if words and words[0] in PLANNABLE:
            using = ", ".join(f"(SELECT {p.text} WHERE false)" for p in parameters)
            explain = f"EXECUTE 'EXPLAIN ' || {query.text}" + (f" USING {using}" if using else "") + ";"
            self._guarded(Check(part=query, kind="dynamic", guards=guards), explain)
        elif words[:1] == ["create"] and _MAKES & set(words[1:]):
            self._quietly(f"EXECUTE {query.text};")

    def _ask(self, part: Slice, kind: str, guards: tuple[str, ...], *, select: bool = False) -> None:
        if part.text.strip():
            query = f"SELECT {part.text}" if select else part.text
            loop = f"FOR trueup_row IN EXPLAIN {query}\nLOOP EXIT; END LOOP;"
            self._guarded(Check(part=part, kind=kind, guards=guards), loop)

    def _guarded(self, check: Check, statement: str) -> None:
        number = len(self.out.checks)
        self.out.checks.append(check)
        self.lines += ["BEGIN", statement, "EXCEPTION WHEN OTHERS THEN", _REPORT.format(number=number), "END;"]

    def _quietly(self, statement: str) -> None:
        self.lines += ["BEGIN", statement, "EXCEPTION WHEN OTHERS THEN NULL;", "END;"]

    def _shape(self, targets: tuple[str, ...], query: Slice) -> None:
        """Give a record variable the columns of a query, without running it."""
        self._structured(targets)
        if len(targets) == 1 and targets[0].lower() in self.out.records:
            self._quietly(f"SELECT * INTO {targets[0]} FROM ({query.text}\n) AS trueup_query LIMIT 0;")

    def _structured(self, targets: tuple[str, ...]) -> None:
        for target in targets:
            if target.lower() in self.out.records:
                self.out.records[target.lower()] += 1


def _result(query: Slice) -> str:
    return f"RETURN QUERY SELECT * FROM ({query.text}\n) AS trueup_query LIMIT 0;"


def _selects(statement: str) -> bool:
    """Whether it is CREATE TABLE ... AS without WITH NO DATA."""
    words = [token.word for token in Stream(statement).tokens_in(Slice(statement, 0))]
    return (
        "as" in words[:8]
        and bool({"select", "with", "values", "table"} & set(words[4:]))
        and words[-2:] != ["no", "data"]
    )


_REPORT = (
    "GET STACKED DIAGNOSTICS trueup_state = RETURNED_SQLSTATE, trueup_message = MESSAGE_TEXT,"
    " trueup_detail = PG_EXCEPTION_DETAIL, trueup_hint = PG_EXCEPTION_HINT;\n"
    "INSERT INTO pg_temp.trueup_report VALUES"
    " ({number}, trueup_state, trueup_message, trueup_detail, trueup_hint);"
)
