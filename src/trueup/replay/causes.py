"""Root causes: one finding for each thing that is wrong, with all that fails because of it folded under it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from trueup.finding import Consequence, Finding, Fix, Severity
from trueup.origin import Origin
from trueup.ref import ObjectRef
from trueup.replay.bodies import Broken
from trueup.replay.bodies import finding as body_finding
from trueup.replay.faults import read
from trueup.replay.layers import Exploration, Layer
from trueup.replay.makers import Maker, Makers, group_of
from trueup.replay.model import Outcome, Status
from trueup.replay.wording import evidence, help_for, message, missing_ref, resolved, subject_of, what
from trueup.sqltext.locate import body_place, find, place, word
from trueup.sqltext.model import Statement
from trueup.step import Step

_BASE_SCHEMA = 4  # so many relations that nothing makes and that resemble nothing: a whole file is missing
_CONTEXT_LINE = "line "


@dataclass(slots=True)
class Root:
    """One cause: the failure that shows it, and those that follow from it.

    Args:
        place: the number of the failing statement among all outcomes.
        rule: overrides the fault's rule (``wrong-order``, ``dropped-before-use``).
        reason: added to the message.
        help: overrides the help.
        followers: places of the consequences.
        related: objects that take part.
    """

    place: int
    rule: str = ""
    reason: str = ""
    help: str = ""
    followers: list[int] = field(default_factory=list)
    bodies: list[Broken] = field(default_factory=list)
    related: tuple[ObjectRef, ...] = ()


class Causes:
    """Finds the root causes in the outcomes of a replay.

    Args:
        outcomes: in order.
        explorations: by the identity of the statement.
        makers: what the units make, the outcomes' effects included.
        providers: what other units would make (pending migrations), or None.
    """

    def __init__(
        self,
        outcomes: Sequence[Outcome],
        explorations: Mapping[int, Exploration],
        makers: Makers,
        providers: Makers | None = None,
    ) -> None:
        self._outcomes, self._explorations = outcomes, explorations
        self._makers, self._providers = makers, providers
        self._roots: dict[tuple[object, ...], Root] = {}
        self._root_of: dict[int, Root] = {}
        self._refused: dict[str, int] = {}

    def findings(self, bodies: Sequence[Broken] = ()) -> tuple[Finding, ...]:
        """One finding per root cause, in the order of the text; further layers follow their own.

        Args:
            bodies: routines whose bodies don't work; those that name what a root kept from being are its consequences.
        """
        for at, outcome in enumerate(self._outcomes):
            if outcome.status is Status.REFUSED:
                self._refused.setdefault(outcome.unit, at)
        for at, outcome in enumerate(self._outcomes):
            if outcome.error is not None:
                self._place(at, outcome)
        self._fold_base_schema()
        roots = sorted({id(r): r for r in self._root_of.values()}.values(), key=lambda r: r.place)
        own = [body for body in bodies if not self._attach(body)]
        told = [finding for root in roots for finding in self._tell(root)]
        return (*told, *(body_finding(body) for body in own))

    def _attach(self, body: Broken) -> bool:
        fault = read(body.error)
        for maker in self._makers.find(fault.kind, fault.name, fault.table) if fault.kind else ():
            failed = self._outcomes[maker.place].status is not Status.OK
            root = self._root_of.get(cause) if failed and (cause := self._cause_of(maker.place)) is not None else None
            if root is not None:
                root.bodies.append(body)
                return True
        return False

    # Which root a failure belongs to

    def _place(self, at: int, outcome: Outcome) -> None:
        layer = self._layer(at)
        ref = missing_ref(layer)
        if ref is not None:
            self._missing(at, layer, ref)
        elif layer.fault.rule == "already-exists":
            self._exists(at, layer)
        elif layer.fault.rule == "rows-refused" and (parent := self._parent_rows(at, outcome)) is not None:
            self._follow(at, parent)
        elif layer.fault.rule in {"insufficient-privilege", "ambiguous-name"}:
            self._join(at, (layer.fault.rule, layer.error.message))
        else:
            self._join(at, ("own", at))

    def _missing(self, at: int, layer: Layer, ref: ObjectRef) -> None:
        makers = self._makers.find(layer.fault.kind, layer.fault.name, layer.fault.table or _schema_table(ref))
        makers = [m for m in makers if m.place != at]
        if layer.fault.kind == "extension" and self._outcomes[at].statement.kind == "CreateExtensionStmt":
            makers = []  # the server has no such extension; that others want it too makes it no earlier
        earlier = [m for m in makers if m.place < at]
        failed = [m for m in earlier if self._outcomes[m.place].status is not Status.OK]
        if failed and (cause := self._cause_of(failed[-1].place)) is not None and cause != at:
            self._follow(at, cause)
        elif earlier and not failed:
            self._gone(at, layer, ref, earlier[-1])
        elif later := [m for m in makers if m.place > at]:
            self._late(at, layer, ref, later[0])
        else:
            self._join(at, ("missing", ref))

    def _cause_of(self, maker: int) -> int | None:
        """The failure that kept a maker from its effect: its own, or the one that took its unit back."""
        outcome = self._outcomes[maker]
        if outcome.error is not None:
            return maker
        return self._refused.get(outcome.unit)

    def _gone(self, at: int, layer: Layer, ref: ObjectRef, maker: Maker) -> None:
        """It was made, and is not there any more (or never was visible by this name)."""
        root = self._join(at, ("gone", ref))
        for i in range(at - 1, maker.place, -1):
            outcome = self._outcomes[i]
            if outcome.ok and (how := _takes_away(outcome, ref)):
                root.rule = "dropped-before-use"
                root.reason = f"{what(layer)} was {how} at {outcome.statement.origin}"
                root.help = "Use it before it goes, or leave this statement out."
                return

    def _late(self, at: int, layer: Layer, ref: ObjectRef, maker: Maker) -> None:
        root = self._join(at, ("late", ref))
        root.rule = "wrong-order"
        where = f"{maker.statement.origin}"
        root.reason = f"{what(layer)} is made only later, at {where}"
        root.help = f"Move {where} before this statement."

    def _exists(self, at: int, layer: Layer) -> None:
        """Objects that one unit makes again after another one did are one cause."""
        fault, target = layer.fault, self._outcomes[at].statement.target
        if fault.kind == "publication table":
            makers = self._members(fault.name[-1], fault.table[-1])
        elif fault.kind == "enum label" and target is not None:
            makers = self._makers.find("type", target.name)
        else:
            makers = self._makers.find(fault.kind, fault.name, fault.table)
        first = next((m for m in makers if m.place < at), None)
        root = self._join(at, ("exists", self._outcomes[at].unit, first.unit if first else ""))
        if root.place == at and (first or fault.kind != "constraint"):
            made = f"made before, at {first.statement.origin}" if first else "there before the first statement"
            root.reason = f"it was {made}"

    def _members(self, table: str, publication: str) -> list[Maker]:
        """What made a table a member of a publication."""
        return [
            Maker(ref, outcome.statement, outcome.unit, at)
            for at, outcome in enumerate(self._outcomes)
            for ref in (*outcome.created, *outcome.altered)
            if ref.kind == "publication table" and {table, publication} <= set(ref.name)
        ]

    def _parent_rows(self, at: int, outcome: Outcome) -> int | None:
        """The refused INSERT without which a foreign key of these rows has nothing to refer to."""
        error = outcome.error
        if error is None or error.sqlstate != "23503":
            return None
        for i in range(at - 1, -1, -1):
            other = self._outcomes[i]
            target = other.statement.target
            rows = other.statement.kind in {"InsertStmt", "CopyData"} and target is not None
            if rows and other.error is not None and target and f'"{target.name[0]}"' in error.detail:
                return i
        return None

    def _join(self, at: int, key: tuple[object, ...]) -> Root:
        root = self._roots.get(key)
        if root is None:
            root = self._roots[key] = Root(at)
        elif at != root.place:
            root.followers.append(at)
        self._root_of[at] = root
        return root

    def _follow(self, at: int, cause: int) -> None:
        root = self._root_of.get(cause)
        if root is None:
            self._join(at, ("own", at))
            return
        root.followers.append(at)
        self._root_of[at] = root

    def _fold_base_schema(self) -> None:
        """Many relations that nothing makes and that resemble nothing are one cause: their file is not here."""
        lost = [
            (key[1], root)
            for key, root in self._roots.items()
            if key[0] == "missing" and isinstance(key[1], ObjectRef) and self._is_lost(key[1], root)
        ]
        if sum(group_of(ref.kind) == "relation" for ref, _ in lost) < _BASE_SCHEMA:
            return
        first = min((root for _, root in lost), key=lambda r: r.place)
        names = sorted(ref.qualified for ref, _ in lost)
        shown = ", ".join(names[:12]) + (f" and {len(names) - 12} more" if len(names) > 12 else "")
        first.rule = "base-schema-missing"
        first.reason = f"{len(names)} relations and types are used and made nowhere: {shown}"
        first.help = "Add the file that creates them (a dump of the schema before the first migration) to the project."
        first.related = tuple(sorted(ref for ref, _ in lost))
        for _, root in lost:
            if root is first:
                continue
            moved = [root.place, *root.followers]
            first.followers += moved
            for at in moved:
                self._root_of[at] = first
        first.followers.sort()

    def _is_lost(self, ref: ObjectRef, root: Root) -> bool:
        return group_of(ref.kind) in {"relation", "type"} and not self._layer(root.place).likely

    # What is told about it

    def _layer(self, at: int) -> Layer:
        outcome = self._outcomes[at]
        explored = self._explorations.get(id(outcome.statement))
        if explored is not None and explored.layers:
            return explored.layers[0]
        assert outcome.error is not None
        return Layer(outcome.error, read(outcome.error), outcome.error.position)

    def _tell(self, root: Root) -> list[Finding]:
        outcome = self._outcomes[root.place]
        explored = self._explorations.get(id(outcome.statement), Exploration([self._layer(root.place)]))
        consequences = tuple(self._consequence(at) for at in sorted(set(root.followers)) if at != root.place)
        consequences += tuple(
            Consequence(origin=b.origin, message=f"{b.ref}: {b.error.message}", sqlstate=b.error.sqlstate, ref=b.ref)
            for b in root.bodies
        )
        first, *behind = explored.layers or [self._layer(root.place)]
        told = [self._finding(root, outcome.statement, first, consequences, _fixes(outcome.statement, explored))]
        before = first
        for layer in behind:
            if layer.fault.kind and self._makers.find(layer.fault.kind, layer.fault.name, layer.fault.table):
                break  # what would make it is refused itself, or comes later: that is told there
            told.append(self._behind(outcome.statement, before, layer))
            before = layer
        return told

    def _finding(
        self,
        root: Root,
        statement: Statement,
        layer: Layer,
        consequences: tuple[Consequence, ...] = (),
        fixes: tuple[Fix, ...] = (),
    ) -> Finding:
        provider = self._provider(layer)
        text = message(statement, layer)
        if root.reason:
            text = f"{text.rstrip('.')}; {root.reason}."
        ref = missing_ref(layer)
        return Finding(
            rule=root.rule or (layer.idiom.rule if layer.idiom else layer.fault.rule),
            severity=Severity.ERROR,
            message=text,
            help=root.help or help_for(layer, provider),
            ref=resolved(statement.target),
            origin=where(statement, layer),
            evidence=(evidence(layer.error),),
            consequences=consequences,
            fixes=fixes,
            related=root.related + layer.likely[:3] + ((provider.ref,) if provider else ()),
            subject=str(ref) if ref else layer.error.message,
        )

    def _behind(self, statement: Statement, before: Layer, layer: Layer) -> Finding:
        mend = f"with {_mend_words(before)}"
        found = self._finding(Root(-1), statement, layer)
        provider = self._provider(layer)
        text = message(statement, layer, behind=mend)
        if provider is not None:
            text = f"{text.rstrip('.')}; {provider.unit} would add it ({provider.statement.origin})."
        return replace(found, message=text, evidence=(evidence(layer.error, f"tried {mend}"),))

    def _provider(self, layer: Layer) -> Maker | None:
        ref = missing_ref(layer)
        if ref is None or self._providers is None:
            return None
        tables: list[tuple[str, ...]] = [(t.schema, t.name[0]) for t in layer.tables] or [layer.fault.table]
        for table in tables:
            if found := self._providers.find(layer.fault.kind, layer.fault.name, table):
                return found[0]
        return None

    def _consequence(self, at: int) -> Consequence:
        outcome = self._outcomes[at]
        error = outcome.error
        return Consequence(
            origin=where(outcome.statement, self._layer(at)),
            message=f"{subject_of(outcome.statement)}: {error.message if error else ''}",
            sqlstate=error.sqlstate if error else None,
            ref=resolved(outcome.statement.target),
        )


def where(statement: Statement, layer: Layer) -> Origin:
    """The place of the offending name: the server's position, a line inside a body, or the name in the text."""
    if layer.position:
        return place(statement, layer.position)
    for part in layer.error.context.split("\n"):
        head, _, rest = part.partition(_CONTEXT_LINE)
        if "inline_code_block" in head and rest.split()[0].isdigit():
            return body_place(statement, int(rest.split()[0]))
    fault = layer.fault
    if fault.name:
        at = find(statement.sql, fault.kind, fault.name) or word(statement.sql, fault.name[-1])
        return place(statement, at)
    return statement.origin


def _schema_table(ref: ObjectRef) -> tuple[str, ...]:
    """The relation of a missing child, as `Makers.find` takes it."""
    return tuple(p for p in (ref.schema, ref.name[0]) if p) if ref.parent_name else ()


def _takes_away(outcome: Outcome, ref: ObjectRef) -> str:
    for gone in outcome.dropped:
        if group_of(gone.kind) == group_of(ref.kind) and gone.name[: len(ref.name)] == ref.name:
            return "dropped"
    for old, new in outcome.renamed:
        if group_of(old.kind) == group_of(ref.kind) and old.name[: len(ref.name)] == ref.name:
            return f"renamed to {new.qualified}"
    return ""


def _mend_words(layer: Layer) -> str:
    if layer.idiom is not None:
        return f"the mend ({layer.idiom.message})"
    missing = missing_ref(layer)
    new = layer.likely[0].qualified if layer.likely else "the mend"
    return f"{new} instead of {missing.qualified if missing else 'it'}"


def _fixes(statement: Statement, explored: Exploration) -> tuple[Fix, ...]:
    """The mended statement, as far as it was mended: whether it brings in something else is for the proof to show."""
    mended = [layer for layer in explored.layers if layer.mended is not None]
    if not mended:
        return ()
    words = "; ".join(_mend_words(layer) for layer in mended)
    step = Step(sql=f"{str(mended[-1].mended).rstrip(';')};", reason=words, ref=resolved(statement.target))
    first = mended[0].idiom
    note = "The mended statement ran on the scratch copy."
    if not explored.works:
        note = f"It does not run yet: {explored.layers[-1].error.message}."
    return (Fix(title=f"Write {words}" if first is None else first.help.rstrip("."), steps=(step,), note=note),)
