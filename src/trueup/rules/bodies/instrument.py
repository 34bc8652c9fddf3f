"""A body made into checks: each embedded query stands in an EXPLAIN that PL/pgSQL itself resolves.

The instrumented function has the same parameters, labels and declarations. Each check is
`FOR trueup_row IN EXPLAIN <query> LOOP EXIT; END LOOP` in a block of its own, whose handler writes the server's error
to `pg_temp.trueup_report`. So variables, records, `NEW`, `FOUND`, shadowing and overloads are resolved by PL/pgSQL
itself (src/pl/plpgsql/src/pl_comp.c), and no statement of the body is executed, save CREATE TABLE and the like.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from trueup.rules.bodies.ending import ends
from trueup.rules.bodies.texts import (
    constant_sql,
    first_words,
    is_constant,
    relations_needed,
    string_value,
    strings_that_make,
    tokens_of,
    with_null_literals,
    words_in,
)
from trueup.rules.bodies.tokens import Token
from trueup.rules.bodies.tree import Block, Body, Choice, Declaration, Loop, Node, Simple, Slice
from trueup.sqltext.quote import literal

PLANNABLE = frozenset({"select", "with", "values", "table", "insert", "update", "delete", "merge", "("})
_MAKES = frozenset({"table", "view", "type", "sequence", "schema", "temp", "temporary", "unlogged", "local", "global"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that the server was asked.

    Args:
        part: the text, and where it begins in the body.
        kind: ``query``, ``dynamic`` (text of an EXECUTE), ``field`` (assignment to one), ``result`` (RETURN QUERY's
            columns), ``makes`` (a CREATE or ALTER TABLE, run), ``call``, ``no destination``.
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
    assigned: list[tuple[str, str]] = field(default_factory=list)  # variable, and the text that it gets its value from
    defining: list[str] = field(default_factory=list)  # string constants that begin with CREATE or ALTER
    strings: frozenset[str] = frozenset()  # the words of all string constants, where one of them is such a statement
    returns: bool = True  # whether each path ends in RETURN or an error
    has_return: bool = True  # whether there is any RETURN
    moves_path: bool = False  # whether it sets the search path to what only the run knows


def instrument(body: Body, *, result_set: bool, top_level: bool = False, makes: bool = True) -> Instrumented:
    """The checks of a body.

    Args:
        body: the parsed body.
        result_set: whether RETURN QUERY's columns can be compared with the declared result.
        top_level: whether its statements are run one by one, where a SELECT needs no destination.
        makes: whether what it creates and alters is made for the rest of the check; a DO block's is there already.
    """
    writer = _Writer(body.text, result_set=result_set, top_level=top_level, makes=makes)
    writer.block(body.block, ())
    writer.out.text = "\n".join(writer.lines)
    _strings(writer.out, body.text)
    writer.out.returns, writer.out.has_return = ends(body), writer.has_return
    return writer.out


def _strings(found: Instrumented, text: str) -> None:
    """What the string constants of a body tell of what it makes, and of the search path, while it runs."""
    lowered = text.lower()
    path = "search_path" in lowered
    if not path and not ("'" in text and ("create" in lowered or "alter" in lowered)):
        return
    tokens = tokens_of(text)
    found.defining = strings_that_make(tokens)
    if found.defining:
        found.strings = frozenset(words_in(string_value(token.text) for token in tokens if token.string))
    found.moves_path = path and any(_moves_path(tokens, number) for number in range(len(tokens)))


def _moves_path(tokens: Sequence[Token], number: int) -> bool:
    """Whether this token is the 'search_path' of a set_config() with a value that is no constant, or in an EXECUTE."""
    token = tokens[number]
    if not token.string or "search_path" not in token.text.lower():
        return False
    after = [t for t in tokens[number + 1 : number + 3] if t.text != ","]
    return not (string_value(token.text).lower() == "search_path" and after and after[0].string)


class _Writer:
    def __init__(self, text: str, *, result_set: bool, top_level: bool, makes: bool) -> None:
        self._makes = makes
        self._text = text
        self._top_level = top_level
        self.has_return = False
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
                self.out.assigned.append((declared.name, part.text))
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
                # What follows `IF ... THEN RETURN; END IF` runs under the opposite of its condition.
                left = [arm.condition.text for arm in node.arms if arm.condition and self._leaves(arm.body)]
                guards = (*guards, *left)
            elif isinstance(node, Loop):
                self._loop(node, guards)
            else:
                self._simple(node, guards)

    def _leaves(self, nodes: tuple[Node, ...]) -> bool:
        last = nodes[-1] if nodes else None
        if not isinstance(last, Simple):
            return False
        words = self._text[last.start : last.start + 40].lower().replace(";", " ").split()[:2]
        return words[:1] in (["return"], ["exit"], ["continue"]) or words == ["raise", "exception"]

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
        self.has_return = self.has_return or self._text[node.start : node.start + 6].lower() == "return"
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
            self.out.assigned.append((target.lower(), expression.text))
        self._structured(node.targets)
        if "." in target and "[" not in target:
            self._guarded(Check(part=Slice(target, node.start), kind="field", guards=guards), f"{target} := NULL;")

    def _sql(self, node: Simple, query: Slice, guards: tuple[str, ...]) -> None:
        words = [token.word or token.text for token in tokens_of(query.text)[:4]]
        if not words:
            return
        if words[0] in PLANNABLE:
            if words[0] in {"select", "values", "table"} and not node.targets and not self._top_level:
                self.out.checks.append(Check(part=query, kind="no destination", guards=guards))
            self._ask(query, "query", guards)
            self.out.assigned += [(target.lower(), query.text) for target in node.targets]
            if node.targets and words[0] == "select":
                self._shape(node.targets, query)
            else:
                self._structured(node.targets)
        elif (words[0] == "create" and _MAKES & set(words[1:3])) or words[:2] == ["alter", "table"]:
            self.out.created.append(query.text)
            empty = words[0] == "create" and _selects(query.text)
            made = f"{query.text}\n{' WITH NO DATA' if empty else ''};"
            self._guarded(Check(part=query, kind="makes", guards=guards), made)
        else:
            self._needs(query, query.text, guards)

    def _needs(self, part: Slice, text: str, guards: tuple[str, ...]) -> None:
        """The relations of a utility statement, which is not run: a constant of type regclass has to be one."""
        for name in relations_needed(text):
            ask = f"FOR trueup_row IN EXPLAIN SELECT {literal(name)}::regclass\nLOOP EXIT; END LOOP;"
            self._guarded(Check(part=part, kind="query", guards=guards), ask)

    def _dynamic(self, query: Slice, parameters: tuple[Slice, ...], guards: tuple[str, ...]) -> None:
        self.out.dynamic.append(query)
        for parameter in parameters:
            self._ask(parameter, "query", guards, select=True)
        tokens = tokens_of(query.text)
        text = query.text if is_constant(tokens) else with_null_literals(query.text, tokens)
        self._ask(query, "query", guards, select=True)
        if text is None:
            return
        first = next((string_value(token.text) for token in tokens if token.string), "")
        words = first_words(first)
        if words and words[0] in PLANNABLE:
            using = ", ".join(f"(SELECT {p.text} WHERE false)" for p in parameters)
            explain = f"EXECUTE 'EXPLAIN ' || ({text})" + (f" USING {using}" if using else "") + ";"
            self._guarded(Check(part=query, kind="dynamic", guards=guards), explain)
            return
        constant = constant_sql(tokens)
        if constant is None:
            return
        if words[:1] == ["create"] and _MAKES & set(words[1:]):
            self._guarded(Check(part=query, kind="makes", guards=guards), f"EXECUTE {query.text};")
        else:
            self._needs(query, constant, guards)

    def _ask(self, part: Slice, kind: str, guards: tuple[str, ...], *, select: bool = False) -> None:
        if part.text.strip():
            query = f"SELECT {part.text}" if select else part.text
            loop = f"FOR trueup_row IN EXPLAIN {query}\nLOOP EXIT; END LOOP;"
            self._guarded(Check(part=part, kind=kind, guards=guards), loop)

    def _guarded(self, check: Check, statement: str) -> None:
        if check.kind == "makes" and not self._makes:
            return
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
    words = [token.word for token in tokens_of(statement)]
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
