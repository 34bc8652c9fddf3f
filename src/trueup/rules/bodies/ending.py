"""Whether a body can come to its end: no path that ends in RETURN, an error or an endless loop does."""

from __future__ import annotations

from trueup.rules.bodies.tree import Block, Body, Choice, Loop, Node, Simple

_LEVELS = frozenset({"debug", "log", "info", "notice", "warning"})


def ends(body: Body) -> bool:
    """Whether each path through a body ends before its END, as far as its shape tells."""
    return _block(body.block, body.text)


def _block(block: Block, text: str) -> bool:
    return _nodes(block.body, text) and all(_nodes(handler.body, text) for handler in block.handlers)


def _nodes(nodes: tuple[Node, ...], text: str) -> bool:
    return any(_node(node, text) for node in nodes)


def _node(node: Node, text: str) -> bool:
    if isinstance(node, Block):
        return _block(node, text) and not (node.label and _exits(node.body, text))
    if isinstance(node, Choice):
        # CASE without ELSE raises case_not_found; IF without ELSE goes on.
        complete = text[node.start : node.start + 4].lower() == "case" or node.arms[-1].condition is None
        return complete and all(_nodes(arm.body, text) for arm in node.arms)
    if isinstance(node, Loop):
        condition = node.expressions[0].text.strip().lower() if node.kind == "while" else ""
        if node.kind in {"query", "dynamic", "cursor"} and _nodes(node.body, text):
            return True  # FOR r IN SELECT ... LOOP RETURN r; END LOOP: written where there is a row
        return (node.kind == "plain" or condition == "true") and not _exits(node.body, text)
    return _leaves(node, text)


def _leaves(node: Simple, text: str) -> bool:
    words = text[node.start : node.start + 60].lower().replace(";", " ; ").split()
    if words[:1] == ["return"]:
        return words[1:2] not in (["next"], ["query"])
    return len(words) > 1 and words[0] == "raise" and words[1] not in _LEVELS


def _exits(nodes: tuple[Node, ...], text: str) -> bool:
    """Whether an EXIT stands somewhere inside; of which loop is not asked."""
    for node in nodes:
        if isinstance(node, Simple):
            if text[node.start : node.start + 4].lower() == "exit":
                return True
        elif isinstance(node, Choice):
            if any(_exits(arm.body, text) for arm in node.arms):
                return True
        elif _exits(node.body, text) or (isinstance(node, Block) and any(_exits(h.body, text) for h in node.handlers)):
            return True
    return False
