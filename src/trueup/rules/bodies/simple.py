"""The statements of PL/pgSQL that hold no other statement."""

from __future__ import annotations

from trueup.rules.bodies.stream import Stream
from trueup.rules.bodies.tree import Simple, Slice

_LEVELS = frozenset({"debug", "log", "info", "notice", "warning", "exception"})
_NOTHING = frozenset({"null", "commit", "rollback", "close", "get", "move"})


def parse_simple(stream: Stream) -> Simple:
    """The next statement, which holds no other; its semicolon is passed."""
    start = stream.peek().start
    target = _assignment_target(stream)
    if target:
        expression = stream.until({";"})
        stream.take()
        return Simple(kind="assign", start=start, targets=(target,), expressions=(expression,))
    word = stream.peek().word
    reader = _READERS.get(word)
    if word in _NOTHING:
        stream.until({";"})
        found = Simple(kind="none", start=start)
    elif reader:
        stream.take()
        found = reader(stream, start)
    else:
        found = _sql(stream, start)
    stream.until({";"})
    stream.take()
    return found


def _assignment_target(stream: Stream) -> str:
    """The target if this is `target := ...` or `target = ...`; then the sign is passed too."""
    first, ahead = stream.peek(), 0
    while stream.peek(ahead).word or stream.peek(ahead).text.startswith(('"', "$")):
        ahead += 1
        while stream.peek(ahead).text == "[":
            ahead = _past_subscript(stream, ahead)
        if stream.peek(ahead).text in {":=", "="}:
            target = stream.text[first.start : stream.peek(ahead - 1).end]
            stream.take(ahead + 1)
            return target
        if stream.peek(ahead).text != ".":
            return ""
        ahead += 1
    return ""


def _past_subscript(stream: Stream, ahead: int) -> int:
    depth = 0
    while stream.peek(ahead).text:
        text = stream.peek(ahead).text
        depth += (text == "[") - (text == "]")
        ahead += 1
        if not depth:
            return ahead
    return ahead


def _sql(stream: Stream, start: int) -> Simple:
    """An SQL statement; its INTO clause becomes its targets, and blanks in the text, as in make_execsql_stmt()."""
    first, previous = stream.peek().word, ""
    cut: tuple[int, int] | None = None
    targets: tuple[str, ...] = ()
    end = start
    while not stream.at(";"):
        token = stream.take()
        end = token.end
        if token.word == "into" and previous not in {"insert", "merge"} and first not in {"import", "create"}:
            if stream.at("strict"):
                stream.take()
            targets = _targets(stream)
            cut = (token.start, stream.peek(-1).end)
            end = cut[1]
        previous = token.word
    text = stream.text[start:end]
    if cut:
        text = text[: cut[0] - start] + " " * (cut[1] - cut[0]) + text[cut[1] - start :]
    return Simple(kind="sql", start=start, query=Slice(text, start), targets=targets)


def _targets(stream: Stream) -> tuple[str, ...]:
    found = []
    while True:
        begin = stream.take()
        end = begin.end
        while stream.at("."):
            end = stream.take(2).end
        found.append(stream.text[begin.start : end])
        if not stream.at(","):
            return tuple(found)
        stream.take()


def _perform(stream: Stream, start: int) -> Simple:
    rest = stream.until({";"})
    return Simple(kind="perform", start=start, query=rest)


def _call(stream: Stream, start: int) -> Simple:
    return Simple(kind="call", start=start, query=stream.until({";"}))


def _execute(stream: Stream, start: int) -> Simple:
    query = stream.until({";", "into", "using"})
    targets: tuple[str, ...] = ()
    parameters: tuple[Slice, ...] = ()
    while not stream.at(";"):
        if stream.take().word == "into":
            if stream.at("strict"):
                stream.take()
            targets = _targets(stream)
        else:
            parameters = stream.list_until({";", "into"})
    return Simple(kind="execute", start=start, query=query, targets=targets, expressions=parameters)


def _return(stream: Stream, start: int) -> Simple:
    if stream.at("query"):
        stream.take()
        if stream.at("execute"):
            stream.take()
            return _execute(stream, start)
        return Simple(kind="return query", start=start, query=stream.until({";"}))
    if stream.at("next"):
        stream.take()
    rest = stream.until({";"})
    return Simple(kind="expressions", start=start, expressions=(rest,) if rest.text else ())


def _raise(stream: Stream, start: int) -> Simple:
    if stream.peek().word in _LEVELS:
        stream.take()
    expressions: tuple[Slice, ...] = ()
    if stream.peek().string:
        stream.take()
        if stream.at(","):
            stream.take()
            expressions = stream.list_until({";", "using"})
    stream.until({";", "using"})
    if stream.at("using"):
        stream.take()
        options = stream.list_until({";"})
        halves = (stream.split(option, {"=", ":="}) for option in options)
        expressions += tuple(half[-1] for half in halves if len(half) == 2)
    return Simple(kind="expressions", start=start, expressions=expressions)


def _open(stream: Stream, start: int) -> Simple:
    stream.until({";", "for"})
    if stream.at(";"):
        return Simple(kind="none", start=start)
    stream.take()
    if stream.at("execute"):
        stream.take()
        return _execute(stream, start)
    query = stream.until({";"})
    return Simple(kind="sql", start=start, query=query, targets=("(cursor)",))


def _fetch(stream: Stream, start: int) -> Simple:
    stream.until({";", "into"})
    targets: tuple[str, ...] = ()
    if stream.at("into"):
        stream.take()
        targets = _targets(stream)
    return Simple(kind="fetch", start=start, targets=targets)


def _exit(stream: Stream, start: int) -> Simple:
    stream.until({";", "when"})
    if stream.at(";"):
        return Simple(kind="none", start=start)
    stream.take()
    return Simple(kind="expressions", start=start, expressions=(stream.until({";"}),))


def _assert(stream: Stream, start: int) -> Simple:
    return Simple(kind="expressions", start=start, expressions=stream.list_until({";"}))


_READERS = {
    "perform": _perform,
    "call": _call,
    "execute": _execute,
    "return": _return,
    "raise": _raise,
    "open": _open,
    "fetch": _fetch,
    "exit": _exit,
    "continue": _exit,
    "assert": _assert,
}
