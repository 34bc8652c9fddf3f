"""A PL/pgSQL body as a tree, read as pl_gram.y reads it: statements end at `;`, conditions at THEN, LOOP ...

The server's own grammar decides what is valid; this reader only has to find the embedded SQL. libpg_query's PL/pgSQL
parser is not used: it refuses types of any schema but public, and its output for trigger functions is no valid JSON.
"""

from __future__ import annotations

from trueup.rules.bodies.simple import parse_simple
from trueup.rules.bodies.stream import BodyUnreadable, Stream
from trueup.rules.bodies.tree import Arm, Block, Body, Choice, Declaration, Handler, Loop, Node, Slice

_QUERY_WORDS = frozenset(
    {"select", "with", "values", "table", "insert", "update", "delete", "merge", "explain", "show"}
)

__all__ = ["BodyUnreadable", "parse_body"]


def parse_body(text: str) -> Body:
    """The tree of a body; raises `BodyUnreadable` where it is not understood."""
    options = "\n".join(line for line in text.splitlines() if line.lstrip().startswith("#"))
    stream = Stream(text)
    while stream.peek().text == "#":
        stream.take(3)
    return Body(text=text, options=options, block=_block(stream))


def _label(stream: Stream) -> str:
    if stream.peek().text != "<<":
        return ""
    stream.take()
    label = stream.take().text
    stream.take()
    return label


def _block(stream: Stream, label: str | None = None) -> Block:
    label = _label(stream) if label is None else label
    declarations: list[Declaration] = []
    while stream.at("declare"):
        stream.take()
        while not stream.at("begin") and not stream.at("declare"):
            declarations.append(_declaration(stream))
    stream.expect("begin")
    body = _statements(stream, {"end", "exception"})
    handlers = []
    if stream.at("exception"):
        stream.take()
        while stream.at("when"):
            stream.take()
            conditions = stream.until({"then"})
            stream.expect("then")
            words = tuple(w for w in conditions.text.replace("'", " ").lower().split() if w not in {"or", "sqlstate"})
            handlers.append(Handler(conditions=words, body=_statements(stream, {"when", "end"})))
    stream.expect("end")
    if stream.peek().word and not stream.at(";"):
        stream.take()
    stream.skip_semicolon()
    return Block(label=label, declarations=tuple(declarations), body=body, handlers=tuple(handlers))


def _declaration(stream: Stream) -> Declaration:
    """One declaration: CONSTANT and NOT NULL left out, so that a check may leave it NULL; its default kept apart."""
    name = stream.take()
    if stream.at("alias"):
        rest = stream.until({";"})
        stream.take()
        return Declaration(name=name.name, text=f"{name.text} {rest.text}")
    if stream.at("constant"):
        stream.take()
    begin = stream.peek().start
    ahead = stream.words_until(";")
    if "cursor" in ahead[:3]:
        rest = stream.until({";"})
        stream.take()
        simple = "(" not in [t.text for t in stream.tokens_in(rest)][:4]
        cut = next((t.end for t in stream.tokens_in(rest) if t.word in {"for", "is"}), None)
        query = Slice(stream.text[cut : rest.start + len(rest.text)], cut) if cut and simple else None
        return Declaration(name=name.name, text=f"{name.text} {rest.text}", cursor_query=query)
    kind = stream.until({";", ":=", "=", "default", "not"})
    if stream.at("not"):
        stream.take(2)
    default = None
    if not stream.at(";"):
        stream.take()
        default = stream.until({";"})
    stream.expect(";")
    record = kind.text.strip().lower() == "record"
    text = f"{name.text} {stream.text[begin : kind.start + len(kind.text)]}"
    return Declaration(name=name.name, text=text, is_record=record, default=default)


def _statements(stream: Stream, ends: set[str]) -> tuple[Node, ...]:
    nodes: list[Node] = []
    while not any(stream.at(end) for end in ends):
        nodes.append(_statement(stream))
    return tuple(nodes)


def _statement(stream: Stream) -> Node:
    label = _label(stream)
    match stream.peek().word:
        case "declare" | "begin":
            return _block(stream, label)
        case "if":
            return _if(stream)
        case "case":
            return _case(stream)
        case "loop" | "while":
            return _while(stream, label)
        case "for":
            return _for(stream, label)
        case "foreach":
            return _foreach(stream, label)
    return parse_simple(stream)


def _end(stream: Stream, word: str) -> None:
    stream.expect("end")
    stream.expect(word)
    if not stream.at(";"):
        stream.take()
    stream.expect(";")


def _if(stream: Stream) -> Choice:
    arms = []
    start = stream.take().start
    while True:
        condition = stream.until({"then"})
        stream.take()
        arms.append(Arm(condition=condition, body=_statements(stream, {"elsif", "elseif", "else", "end"})))
        if stream.at("elsif") or stream.at("elseif"):
            stream.take()
            continue
        if stream.at("else"):
            stream.take()
            arms.append(Arm(condition=None, body=_statements(stream, {"end"})))
        _end(stream, "if")
        return Choice(arms=tuple(arms), start=start)


def _case(stream: Stream) -> Choice:
    start = stream.take().start
    subject = None if stream.at("when") else stream.until({"when"})
    arms = []
    while stream.at("when"):
        stream.take()
        condition = stream.until({"then"})
        stream.take()
        arms.append(Arm(condition=condition, body=_statements(stream, {"when", "else", "end"})))
    if stream.at("else"):
        stream.take()
        arms.append(Arm(condition=None, body=_statements(stream, {"end"})))
    _end(stream, "case")
    return Choice(arms=tuple(arms), start=start, subject=subject)


def _loop_body(stream: Stream) -> tuple[Node, ...]:
    stream.expect("loop")
    body = _statements(stream, {"end"})
    _end(stream, "loop")
    return body


def _while(stream: Stream, label: str) -> Loop:
    if stream.at("loop"):
        return Loop(kind="plain", label=label, body=_loop_body(stream))
    stream.take()
    condition = stream.until({"loop"})
    return Loop(kind="while", label=label, expressions=(condition,), body=_loop_body(stream))


def _foreach(stream: Stream, label: str) -> Loop:
    stream.take()
    target = stream.until({"slice", "in"})
    stream.until({"in"})
    stream.take()
    stream.expect("array")
    array = stream.until({"loop"})
    return Loop(kind="array", label=label, targets=(target.text,), expressions=(array,), body=_loop_body(stream))


def _for(stream: Stream, label: str) -> Loop:
    stream.take()
    targets = tuple(part.strip() for part in stream.until({"in"}).text.split(","))
    stream.take()
    if stream.at("execute"):
        stream.take()
        query = stream.until({"using", "loop"})
        parameters: tuple[Slice, ...] = ()
        if stream.at("using"):
            stream.take()
            parameters = stream.list_until({"loop"})
        body = _loop_body(stream)
        return Loop(kind="dynamic", label=label, targets=targets, query=query, expressions=parameters, body=body)
    if stream.at("reverse"):
        stream.take()
    whole = stream.until({"loop"})
    inner = stream.tokens_in(whole)
    dots = stream.split(whole, {".."})
    if len(dots) > 1:
        dots = (dots[0], *stream.split(dots[1], {"by"}))
    body = _loop_body(stream)
    if len(dots) > 1:
        return Loop(kind="integers", label=label, targets=targets, expressions=dots, body=body)
    if inner and inner[0].word not in _QUERY_WORDS and inner[0].text != "(":
        return Loop(kind="cursor", label=label, targets=targets, query=whole, body=body)
    return Loop(kind="query", label=label, targets=targets, query=whole, body=body)
